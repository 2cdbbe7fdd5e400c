using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats.Edn;

/// <summary>Reads histories in EDN: maps one after the other, or in one vector or list.</summary>
internal static class EdnFormat
{
    /// <summary>EDN has no lines to read one at a time, so that the text is held in memory.</summary>
    private const int MaxBytes = 1 << 30;

    public static HistoryFile Read(Stream text)
    {
        var utf8 = ReadAll(text);
        var parser = new EdnParser(utf8, firstLine: 1);
        var operations = new List<EdnOperation>();
        var isTruncated = false;
        parser.MoveToForm();
        if (parser.Rest is [(byte)'[' or (byte)'(', ..])
            ReadList(ref parser, operations);
        else
            isTruncated = ReadLoose(ref parser, operations);
        return EdnHistory.Of(HistoryFormat.Edn, operations, isTruncated);
    }

    private static void ReadList(ref EdnParser parser, List<EdnOperation> operations)
    {
        var opened = parser.Line;
        var end = parser.TryTake('[') ? ']' : parser.TryTake('(') ? ')' : ' ';
        while (parser.MoveToForm())
        {
            if (!parser.TryTake(end))
            {
                Add(ref parser, operations);
                continue;
            }

            if (parser.MoveToForm())
                throw parser.Bad($"something follows the '{end}' that closes the history");
            return;
        }

        throw new HistoryFormatException(opened, $"a bracket is opened here that no '{end}' closes");
    }

    /// <returns>Whether the last map is only half there: its line is the last one, and has no newline.</returns>
    private static bool ReadLoose(ref EdnParser parser, List<EdnOperation> operations)
    {
        while (parser.MoveToForm())
        {
            var rest = parser.Rest;
            try
            {
                Add(ref parser, operations);
            }
            catch (HistoryFormatException) when (parser.IsCutOff && rest[0] is (byte)'{' or (byte)'#' && !rest.Contains((byte)'\n'))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(ref EdnParser parser, List<EdnOperation> operations)
    {
        var line = parser.Line;
        operations.Add(EdnOperation.Of(parser.ReadForm(), line));
    }

    /// <exception cref="HistoryFormatException">It is too long, or packed and damaged.</exception>
    private static byte[] ReadAll(Stream text)
    {
        var buffer = new byte[64 << 10];
        var length = 0;
        while (Gzip.Read(text, buffer.AsSpan(length), 1 + buffer.AsSpan(0, length).Count((byte)'\n')) is > 0 and var count)
        {
            length += count;
            if (length > MaxBytes)
                throw new HistoryFormatException(1, $"the file is longer than {MaxBytes:N0} bytes");
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }

        return buffer[..length];
    }
}
