using RaftTorture.Checking.Formats;

namespace RaftTorture.Checking.Histories;

/// <summary>A history as it was read.</summary>
/// <param name="Events">All whole events, in real-time order.</param>
/// <param name="IsTruncated">The file ended in half a line: its writer was killed. What stands before is complete.</param>
public sealed record History(IReadOnlyList<HistoryEvent> Events, bool IsTruncated);

/// <summary>Reads <c>history.jsonl</c> and holds it to its grammar, so that no checker has to. For other formats see <see cref="HistoryFile"/>.</summary>
public static class HistoryReader
{
    /// <param name="utf8">The whole file. Empty lines are skipped.</param>
    /// <exception cref="HistoryFormatException">A line that is no event or does not follow from those before it; it is named.</exception>
    public static History Parse(ReadOnlySpan<byte> utf8)
    {
        using var bytes = new MemoryStream(utf8.ToArray(), writable: false);
        return Read(bytes);
    }

    /// <summary>The same without having the file in memory.</summary>
    /// <exception cref="HistoryFormatException">As above.</exception>
    public static History Read(Stream utf8)
    {
        var file = JsonLinesFormat.Read(new LineReader(utf8));
        return new History(file.Events, file.IsTruncated);
    }
}
