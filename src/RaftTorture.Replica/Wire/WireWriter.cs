using System.Buffers;
using System.Buffers.Binary;

namespace RaftTorture.Replica.Wire;

/// <summary>Writes fixed-size little-endian parts. The counterpart of <see cref="WireReader"/>.</summary>
internal readonly struct WireWriter(IBufferWriter<byte> output)
{
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    /// <summary>Bytes behind their length (4 bytes).</summary>
    public void Blob(ReadOnlySpan<byte> bytes)
    {
        Int32(bytes.Length);
        output.Write(bytes);
    }
}
