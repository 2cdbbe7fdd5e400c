using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>Reads <c>history.jsonl</c>, a line at a time.</summary>
internal static class JsonLinesFormat
{
    public static HistoryFile Read(LineReader lines)
    {
        var history = new HistoryBuilder();
        var recent = new RecentValues();
        var isTruncated = false;
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \r\t"u8).IsEmpty)
                continue;
            if (!lines.HasNewline && IsHalf(line, lines.LineNumber))
                isTruncated = true;
            else
                history.Add(HistoryLineParser.Parse(line, lines.LineNumber, recent), lines.LineNumber);
        }

        return new HistoryFile(HistoryFormat.JsonLines, IsPacked: false, history.Events, isTruncated) { Lines = history.Lines };
    }

    /// <summary>Only the last line of a killed writer lacks its newline. Whole objects are kept: other tools do not end their files in one.</summary>
    private static bool IsHalf(ReadOnlySpan<byte> line, int lineNumber)
    {
        try
        {
            HistoryLineParser.Parse(line, lineNumber);
            return false;
        }
        catch (HistoryFormatException)
        {
            return true;
        }
    }
}
