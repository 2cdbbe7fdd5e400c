using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Charts;

/// <summary>The frame of a chart: grid, fault bands behind, series in front, labels around.</summary>
/// <remarks>
/// The drawing is stretched to the width of the page while its strokes and labels keep their size (labels are HTML, not SVG), so
/// that one chart serves a phone and a wall.
/// </remarks>
public static class Plot
{
    /// <summary>Height of the drawing in its own units.</summary>
    public const int Height = 1_000;

    /// <param name="label">What a screen reader says instead of the drawing.</param>
    public static Html Render(string label, TimeAxis time, IScale scale, Html behind, Html series) => Html.Of(
        $"""
        <div class="plot" role="img" aria-label="{label}">
          <div class="plot-y" aria-hidden="true">{scale.Ticks.Select(tick => YLabel(scale, tick.Value, tick.Label))}</div>
          <svg viewBox="0 0 {TimeAxis.Width} {Height}" preserveAspectRatio="none" aria-hidden="true">
            {behind}{time.Grid()}{scale.Ticks.Select(tick => GridLine(scale, tick.Value))}{series}
          </svg>
          <div class="plot-x" aria-hidden="true">{time.Labels()}</div>
        </div>

        """);

    /// <summary>Where a value stands in the drawing, whose y grows downwards.</summary>
    public static int Y(IScale scale, double value) => (int)Math.Round((1 - scale.Fraction(value)) * Height);

    private static Html YLabel(IScale scale, double value, string label) =>
        Html.Of($"""<span style="bottom:{100 * scale.Fraction(value):0.#}%">{label}</span>""");

    private static Html GridLine(IScale scale, double value) =>
        Html.Of($"""<path class="grid" d="M0 {Y(scale, value)}H{TimeAxis.Width}"/>""");
}
