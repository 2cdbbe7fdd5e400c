using System.Diagnostics;
using RaftTorture.Checking.Formats.Edn;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>A history as it was read from a file of any format, packed or not.</summary>
/// <param name="Format">What the file is, told by its content.</param>
/// <param name="IsPacked">Whether it was packed with gz.</param>
/// <param name="Events">All whole events, in real-time order.</param>
/// <param name="IsTruncated">The text ended in half a line: its writer was killed. What stands before is complete.</param>
public sealed record HistoryFile(HistoryFormat Format, bool IsPacked, IReadOnlyList<HistoryEvent> Events, bool IsTruncated)
{
    /// <summary>What the reader took for granted, each in words: a person may know better.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>The line of each event, or null where that is its index and one.</summary>
    internal IReadOnlyList<int>? Lines { get; init; }

    /// <summary>Reads all there is.</summary>
    /// <param name="bytes">The file from its beginning; it need not be seekable, and stays open.</param>
    /// <exception cref="HistoryFormatException">It is no history: the line, and what is wrong with it.</exception>
    /// <exception cref="IOException">The stream itself failed.</exception>
    public static HistoryFile Read(Stream bytes)
    {
        var raw = new PeekableStream(bytes);
        if (!Gzip.IsPacked(raw.Peek(2)))
            return ReadText(raw);
        using var unpacked = new Gzip(raw);
        return ReadText(new PeekableStream(unpacked)) with { IsPacked = true };
    }

    /// <summary>The place in the file that a checker means, who counts events and not lines.</summary>
    /// <param name="complaint">Of a checker: its line number is the event's index and one.</param>
    public HistoryFormatException Locate(HistoryFormatException complaint)
    {
        if (Lines is null)
            return complaint;
        for (var position = 0; position < Events.Count; position++)
        {
            if (Events[position].Index + 1 == complaint.LineNumber)
                return new HistoryFormatException(Lines[position], complaint.Reason);
        }

        return complaint;
    }

    private static HistoryFile ReadText(PeekableStream text)
    {
        SkipByteOrderMark(text);
        var format = FormatDetection.Of(text.Peek(FormatDetection.PeekBytes));
        return format switch
        {
            HistoryFormat.JsonLines => JsonLinesFormat.Read(new LineReader(text)),
            HistoryFormat.Edn => EdnFormat.Read(text),
            HistoryFormat.JepsenLog => JepsenLogFormat.Read(new LineReader(text)),

            // Read nevertheless: the end of a packed file may be missing, or something come after a great deal of nothing.
            HistoryFormat.Empty when JsonLinesFormat.Read(new LineReader(text)) is { Events.Count: > 0 } more => more,
            HistoryFormat.Empty => new HistoryFile(format, IsPacked: false, [], IsTruncated: false),
            _ => throw new UnreachableException(),
        };
    }

    private static void SkipByteOrderMark(PeekableStream text)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (text.Peek(mark.Length).SequenceEqual(mark))
            text.ReadExactly(new byte[mark.Length]);
    }
}
