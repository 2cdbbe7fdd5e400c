using System.Buffers.Binary;
using System.Numerics;

namespace RaftTorture.Replica.Storage;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), eight bytes at a time: processors have an instruction for it.</summary>
public static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>The checksum of a batch: of its place, its length and its records.</summary>
    /// <remarks>The place is part of it so that bytes which look like a batch, but were written elsewhere or inside a payload, do not pass for one.</remarks>
    public static uint OfBatch(long offset, ReadOnlySpan<byte> records)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)offset);
        crc = BitOperations.Crc32C(crc, (uint)records.Length);
        return ~Continue(crc, records);
    }

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var octet in bytes)
            crc = BitOperations.Crc32C(crc, octet);
        return crc;
    }
}
