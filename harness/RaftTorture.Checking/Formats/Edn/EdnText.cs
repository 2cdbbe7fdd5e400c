using System.Globalization;
using System.Text;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats.Edn;

/// <summary>The texts of EDN: UTF-8 with escapes in strings.</summary>
internal static class EdnText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A string from behind its first quote to behind its last.</summary>
    public static string Read(ref EdnParser parser)
    {
        var line = parser.Line;
        var bytes = new List<byte>();
        for (var next = parser.Take(); next != '"'; next = parser.Take())
        {
            if (next == '\\')
                Unescape(ref parser, bytes);
            else
                bytes.Add(next);
        }

        return Decode([.. bytes], line);
    }

    /// <exception cref="HistoryFormatException">The bytes are no Unicode.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8, int line)
    {
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw new HistoryFormatException(line, "a text in it is not valid UTF-8");
        }
    }

    private static void Unescape(ref EdnParser parser, List<byte> bytes)
    {
        var escaped = parser.Take();
        switch ((char)escaped)
        {
            case '"' or '\\' or '/':
                bytes.Add(escaped);
                break;
            case 'n' or 't' or 'r' or 'b' or 'f':
                bytes.Add((byte)"\n\t\r\b\f"["ntrbf".IndexOf((char)escaped)]);
                break;
            case 'u':
                bytes.AddRange(Encoding.UTF8.GetBytes([ReadCode(ref parser)]));
                break;
            default:
                throw parser.Bad("a string has an escape that EDN does not know");
        }
    }

    /// <remarks>Half of a surrogate pair becomes the replacement character.</remarks>
    private static char ReadCode(ref EdnParser parser)
    {
        var code = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = (char)parser.Take();
            if (!char.IsAsciiHexDigit(digit))
                throw parser.Bad("a string has an escape that EDN does not know");
            code = (code * 16) + int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        return (char)code;
    }
}
