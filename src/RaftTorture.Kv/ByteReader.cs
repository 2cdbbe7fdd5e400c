using System.Buffers.Binary;
using System.Text;

namespace RaftTorture.Kv;

/// <summary>Reads parts from the front of a span, and refuses whatever <see cref="ByteWriter"/> does not write.</summary>
/// <param name="what">What the bytes should be, for the complaint.</param>
/// <param name="bytes">All of it.</param>
internal ref struct ByteReader(string what, ReadOnlySpan<byte> bytes)
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

    public bool Flag(string part) => Byte(part) switch
    {
        0 => false,
        1 => true,
        var other => throw Bad(part, $"is {other}, not 0 or 1"),
    };

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

    public long Fixed64(string part)
    {
        if (_rest.Length < sizeof(long))
            throw Bad(part, $"{sizeof(long)} bytes are needed, {_rest.Length} are left");
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[sizeof(long)..];
        return value;
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

    public string? OptionalText(string part) => Flag($"presence of {part}") ? Text(part) : null;

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
            throw Bad("end", $"{_rest.Length} bytes too many");
    }

    public readonly FormatException Bad(string part, string reason) => new($"{what}: {part} at byte {_lengthBytes - _rest.Length}: {reason}");

    private readonly string Decode(string part, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ByteWriter.StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Bad(part, "the text is not UTF-8");
        }
    }
}
