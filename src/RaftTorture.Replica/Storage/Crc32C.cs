using System.Buffers.Binary;
using System.Numerics;

namespace RaftTorture.Replica.Storage;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), eight bytes at a time: processors have an instruction for it.</summary>
public static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var octet in bytes)
            crc = BitOperations.Crc32C(crc, octet);
        return ~crc;
    }

    /// <summary>The checksum of what <paramref name="crc"/> is of, followed by a number of 8 bytes.</summary>
    public static uint With(uint crc, ulong number) => ~BitOperations.Crc32C(~crc, number);
}
