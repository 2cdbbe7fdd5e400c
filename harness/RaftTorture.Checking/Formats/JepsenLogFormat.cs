using RaftTorture.Checking.Formats.Edn;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>
/// Reads what Jepsen writes of each operation for people, process, type, function, value and maybe an error, either bare
/// (<c>history.txt</c>) or behind <c>INFO  jepsen.util - </c>, as in the etcd logs of Porcupine, or <c>INFO [...] jepsen.util: </c>.
/// </summary>
internal static class JepsenLogFormat
{
    public static HistoryFile Read(LineReader lines)
    {
        var operations = new List<EdnOperation>();
        var skipped = 0;
        var isTruncated = false;
        while (lines.TryRead(out var line))
        {
            // A value that was cut off, 1 of 12, looks whole: without its newline no line is believed.
            if (!lines.HasNewline)
                isTruncated = true;
            else if (Find(line) is { IsEmpty: false } found)
                operations.Add(Parse(found, lines.LineNumber));
            else
                skipped += line.Trim(" \t\r"u8).IsEmpty ? 0 : 1;
        }

        var file = EdnHistory.Of(HistoryFormat.JepsenLog, operations, isTruncated);
        return skipped == 0 ? file : file with { Assumptions = [.. file.Assumptions, $"{skipped} lines that tell of no operation were skipped"] };
    }

    /// <summary>Whether a line begins as an operation does: a process, then its type.</summary>
    public static bool IsOperation(ReadOnlySpan<byte> line)
    {
        var process = line.StartsWith(":nemesis"u8) ? ":nemesis".Length : line.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return process > 0 && line[process..].TrimStart(" \t"u8) is [(byte)':', ..] && line[process] is (byte)' ' or (byte)'\t';
    }

    /// <returns>The part of a line that is an operation; nothing if there is none.</returns>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> line)
    {
        var logger = line.IndexOf("jepsen.util"u8);
        var text = logger < 0 ? line : line[(logger + "jepsen.util".Length)..].TrimStart(" \t"u8);
        if (text is [(byte)'-' or (byte)':', (byte)' ' or (byte)'\t', ..])
            text = text[1..].TrimStart(" \t"u8);
        return IsOperation(text) ? text : [];
    }

    private static EdnOperation Parse(ReadOnlySpan<byte> text, int line)
    {
        var parser = new EdnParser(text, line);
        var process = EdnOperation.ProcessOf(parser.ReadForm(), line);
        var type = EdnOperation.TypeOf(parser.ReadForm(), line);
        var f = parser.MoveToForm() ? EdnOperation.FunctionOf(parser.ReadForm(), process, line) : EdnOperation.FunctionOf(null, process, line);

        // What the nemesis logs need not be EDN, and nobody judges it.
        if (process.IsNemesis || !parser.MoveToForm())
            return new EdnOperation(line, process, type, f);
        var value = parser.ReadForm();
        var error = EdnText.Decode(parser.Rest.Trim(" \t\r:"u8), line);
        return new EdnOperation(line, process, type, f) { Value = value, Error = error.Length == 0 ? null : error };
    }
}
