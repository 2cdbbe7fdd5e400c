using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Violations;

namespace RaftTorture.Reporting.Sections;

/// <summary>
/// The core as intervals, a row an operation. Events stand at equal distances in their order, for that is what the contradiction is made
/// of; the times stand beside them. What was forced to be there is shaded through all rows.
/// </summary>
public static class CoreDrawing
{
    private const int Width = 1000;
    private const int Height = 24;
    private const int BarTop = 6;
    private const int BarHeight = 12;

    public static Html Render(Violation violation)
    {
        var rows = CoreRow.Of(violation);
        long[] events = [.. rows.SelectMany(Events).Distinct().Order()];
        var bands = violation.Forced.Select(forced => Band(forced, events)).ToArray();
        return Html.Of($"""<ol class="core" aria-label="Operations that contradict each other">{rows.Select(row => Row(row, events, bands))}</ol>""");
    }

    private static IEnumerable<long> Events(CoreRow row) => row.EndedNs is null ? [row.Invocation.Index] : [row.Invocation.Index, row.Completion!.Index];

    private static Html Row(CoreRow row, long[] events, Html[] bands)
    {
        var from = At(row.Invocation.Index, events);
        var until = row.EndedNs is null ? Width : At(row.Completion!.Index, events);
        var (kind, open) = (row.Part.ToString().ToLowerInvariant(), row.EndedNs is null ? " open" : "");
        return Html.Of(
            $"""
            <li class="{kind}">
              <div>
                <a href="#timeline" data-event="{row.Invocation.Index}">{VisibleText.Of(row.Operation, OperationWords.MostCharacters)}</a>
                <small>process {row.Invocation.Process.ToString()} · {Times(row)} · {row.Role}</small>
              </div>
              <svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" aria-hidden="true">
                {bands}<rect class="bar{open}" x="{from}" y="{BarTop}" width="{until - from}" height="{BarHeight}"/>
              </svg>
            </li>

            """);
    }

    private static Html Band(ForcedInterval forced, long[] events)
    {
        var from = forced.From is null ? 0 : At(forced.From.Index, events);
        return Html.Of($"""<rect class="band" x="{from}" y="0" width="{Math.Max(0, At(forced.Until.Index, events) - from)}" height="{Height}"/>""");
    }

    private static int At(long index, long[] events)
    {
        var place = Array.BinarySearch(events, index);
        return (place < 0 ? ~place : place + 1) * Width / (events.Length + 1);
    }

    private static string Times(CoreRow row) =>
        $"{ViolationFacts.Relative(row.BeganNs)} to {(row.EndedNs is { } endedNs ? ViolationFacts.Relative(endedNs) : "open")}";
}
