using System.Text;

namespace RaftTorture.Kv;

/// <summary>Reads the parts of a command from the front of a span, and refuses whatever <see cref="CommandWriter"/> does not write.</summary>
internal ref struct CommandReader(ReadOnlySpan<byte> bytes)
{
    private readonly int _lengthBytes = bytes.Length;
    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte(string part)
    {
        if (_rest.IsEmpty)
            throw Bad(part, "the bytes end here");
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public long Number(string part)
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var octet = Byte(part);
            value |= (long)(octet & 0x7f) << shift;
            if (octet == 0 && shift > 0)
                throw Bad(part, "the number has a needless last byte");
            if (octet < 0x80)
                return value;
        }

        throw Bad(part, "the number does not fit in 63 bits");
    }

    public string Text(string part)
    {
        var textBytes = Number(part);
        if (textBytes > _rest.Length)
            throw Bad(part, $"{textBytes} bytes are announced, {_rest.Length} are left");
        var text = Decode(part, _rest[..(int)textBytes]);
        _rest = _rest[(int)textBytes..];
        return text;
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
            throw Bad("end", $"{_rest.Length} bytes too many");
    }

    private readonly string Decode(string part, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return CommandWriter.StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Bad(part, "the text is not UTF-8");
        }
    }

    private readonly FormatException Bad(string part, string reason) => new($"command: {part} at byte {_lengthBytes - _rest.Length}: {reason}");
}
