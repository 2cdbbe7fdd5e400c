using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RaftTorture.Kv;

/// <summary>Writes the parts of a command or a snapshot. The counterpart of <see cref="ByteReader"/>.</summary>
internal readonly struct ByteWriter(IBufferWriter<byte> output)
{
    // A lone surrogate has no UTF-8: refuse it here rather than store a replacement character that nobody wrote.
    internal static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Seven bits a byte, lowest first, the high bit set on all but the last (LEB128).</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value > 0x7f; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    /// <summary>Any number, negative ones too, in eight bytes, lowest first.</summary>
    public void Fixed64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    /// <exception cref="EncoderFallbackException">The text holds half a surrogate pair.</exception>
    public void Text(string value)
    {
        var lengthBytes = StrictUtf8.GetByteCount(value);
        Number(lengthBytes);
        StrictUtf8.GetBytes(value, output.GetSpan(lengthBytes));
        output.Advance(lengthBytes);
    }

    /// <summary>0, or 1 and the text.</summary>
    public void OptionalText(string? value)
    {
        Flag(value is not null);
        if (value is not null)
            Text(value);
    }
}
