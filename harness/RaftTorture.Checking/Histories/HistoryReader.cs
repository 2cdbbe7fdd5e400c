namespace RaftTorture.Checking.Histories;

/// <summary>A history as it was read.</summary>
/// <param name="Events">All whole events, in real-time order.</param>
/// <param name="IsTruncated">The file ended in half a line: its writer was killed. What stands before is complete.</param>
public sealed record History(IReadOnlyList<HistoryEvent> Events, bool IsTruncated);

/// <summary>Reads <c>history.jsonl</c> and holds it to its grammar, so that no checker has to.</summary>
public static class HistoryReader
{
    /// <param name="utf8">The whole file. Empty lines are skipped.</param>
    /// <exception cref="HistoryFormatException">A line that is no event or does not follow from those before it; it is named.</exception>
    public static History Parse(ReadOnlySpan<byte> utf8)
    {
        var events = new List<HistoryEvent>();
        var open = new OpenOperations();
        for (var lineNumber = 1; !utf8.IsEmpty; lineNumber++)
        {
            var end = utf8.IndexOf((byte)'\n');
            var line = end < 0 ? utf8 : utf8[..end];
            utf8 = utf8[(line.Length + (end < 0 ? 0 : 1))..];
            if (line.Trim(" \r\t"u8).IsEmpty)
                continue;
            if (end < 0 && IsHalf(line, lineNumber))
                return new History(events, IsTruncated: true);
            Add(HistoryJson.ParseLine(line, lineNumber), lineNumber, events, open);
        }

        return new History(events, IsTruncated: false);
    }

    /// <summary>Only the last line of a killed writer lacks its newline. Whole objects are kept: other tools do not end their files in one.</summary>
    private static bool IsHalf(ReadOnlySpan<byte> line, int lineNumber)
    {
        try
        {
            HistoryJson.ParseLine(line, lineNumber);
            return false;
        }
        catch (HistoryFormatException)
        {
            return true;
        }
    }

    private static void Add(HistoryEvent e, int lineNumber, List<HistoryEvent> events, OpenOperations open)
    {
        if (events.Count > 0 && e.Index <= events[^1].Index)
            throw new HistoryFormatException(lineNumber, $"its index {e.Index} does not follow {events[^1].Index}: lines stand in real-time order");
        if (!e.Process.IsNemesis)
            open.Accept(e, events.Count, lineNumber);
        events.Add(e);
    }
}
