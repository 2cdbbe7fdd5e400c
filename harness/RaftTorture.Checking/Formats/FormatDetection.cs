using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>Tells a format by how the text begins. A file's name says nothing: it is the first thing to get lost.</summary>
internal static class FormatDetection
{
    /// <summary>Of the text so many bytes are looked at: a log may begin with other lines.</summary>
    public const int PeekBytes = 16 << 10;

    /// <param name="start">The first bytes of the text, unpacked.</param>
    /// <exception cref="HistoryFormatException">It is no history of any format.</exception>
    public static HistoryFormat Of(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n,"u8);
        if (text.IsEmpty)
            return HistoryFormat.Empty;
        var after = text[1..].TrimStart(" \t\r\n"u8);
        return (char)text[0] switch
        {
            '{' when after.IsEmpty || after[0] is (byte)'"' => HistoryFormat.JsonLines,
            '[' when after.StartsWith("{\""u8) => throw Unknown(start, "it is a JSON list, not an object a line"),
            '{' or '[' or '(' or '#' or ';' => HistoryFormat.Edn,
            _ when IsLog(text) => HistoryFormat.JepsenLog,
            _ => throw Unknown(start, "this begins no history: neither JSON lines, nor EDN, nor a log of Jepsen"),
        };
    }

    private static bool IsLog(ReadOnlySpan<byte> text) => text.IndexOf("jepsen."u8) >= 0 || JepsenLogFormat.IsOperation(text);

    private static HistoryFormatException Unknown(ReadOnlySpan<byte> start, string reason) =>
        new(1 + start[..^start.TrimStart(" \t\r\n,"u8).Length].Count((byte)'\n'), reason);
}
