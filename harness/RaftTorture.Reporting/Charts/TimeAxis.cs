using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Charts;

/// <summary>The horizontal axis that all charts of a report share: the whole run, zero to its end, in nanoseconds.</summary>
public sealed record TimeAxis(long EndNs)
{
    /// <summary>Width of the drawing in its own units; the browser stretches it to the room there is.</summary>
    public const int Width = 10_000;

    private const long NsPerSecond = 1_000_000_000;

    /// <summary>Where a moment stands, in units of the drawing.</summary>
    public int X(long timeNs) => (int)(Math.Clamp((double)timeNs / EndNs, 0, 1) * Width);

    /// <summary>The labels below a chart.</summary>
    public Html Labels() => Html.Concat(Ticks().Select(second =>
        Html.Of($"""<span style="left:{100.0 * second * NsPerSecond / EndNs:0.##}%">{second}<i> s</i></span>""")));

    /// <summary>The vertical lines behind a chart.</summary>
    public Html Grid() => Html.Concat(Ticks().Select(second =>
        Html.Of($"""<path class="grid" d="M{X(second * NsPerSecond)} 0V{Plot.Height}"/>""")));

    private IEnumerable<long> Ticks()
    {
        var step = (long)RoundStep.AtLeast(Math.Max(1, EndNs / (double)NsPerSecond / 8));
        for (long second = 0; second * NsPerSecond <= EndNs; second += step)
            yield return second;
    }
}
