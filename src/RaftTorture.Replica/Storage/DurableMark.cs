using System.Buffers.Binary;

namespace RaftTorture.Replica.Storage;

/// <summary>How far the log is known to be durable: the end of the last batch whose flush has returned. See <see cref="StorageFormat"/>.</summary>
internal readonly record struct DurableMark(long Segment, long EndOffset, uint BatchChecksum, Incarnation Incarnation)
{
    public const int SizeBytes = 32;

    private const int ChecksumAt = SizeBytes - sizeof(uint);

    public void Write(IDiskFile file)
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], EndOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], BatchChecksum);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[20..], Incarnation.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumAt..], Crc32C.Of(bytes[..ChecksumAt]));

        // Not flushed: a second flush would double the cost of each write, for the sake of two faults at once, a power cut and a bad sector.
        file.Write(0, bytes);
    }

    /// <summary>The mark, or null if there is no sound one.</summary>
    public static DurableMark? TryRead(ReadOnlySpan<byte> file)
    {
        if (file.Length != SizeBytes || Crc32C.Of(file[..ChecksumAt]) != BinaryPrimitives.ReadUInt32LittleEndian(file[ChecksumAt..]))
            return null;
        return new DurableMark(
            BinaryPrimitives.ReadInt64LittleEndian(file),
            BinaryPrimitives.ReadInt64LittleEndian(file[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(file[16..]),
            new Incarnation(BinaryPrimitives.ReadUInt64LittleEndian(file[20..])));
    }
}
