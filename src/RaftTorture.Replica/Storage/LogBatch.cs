using System.Buffers.Binary;

namespace RaftTorture.Replica.Storage;

/// <summary>Records that become durable together or not at all, as they stand in a segment's bytes. <see cref="BatchBuffer"/> writes them.</summary>
internal static class LogBatch
{
    public const int HeaderBytes = 12;
    public const int RecordHeaderBytes = 8;

    /// <summary>The checksum before the first record.</summary>
    public const uint EmptyChecksum = 0;

    /// <summary>The checksum of a batch of which <paramref name="crc"/> is of all its records' headers.</summary>
    public static uint ChecksumAt(uint crc, long segment, long offset, int lengthBytes) =>
        Crc32C.With(Crc32C.With(Crc32C.With(crc, (ulong)segment), (ulong)offset), (ulong)lengthBytes);

    /// <summary>The checksum that the batch at an offset bears.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file[(offset + 8)..]);

    /// <summary>The records of the batch that begins at an offset, or empty if no whole and sound batch begins there.</summary>
    public static ReadOnlySpan<byte> TryRead(ReadOnlySpan<byte> file, long segment, int offset)
    {
        var batch = file[offset..];
        if (batch.Length < HeaderBytes || !batch.StartsWith(StorageFormat.BatchMarker))
            return [];

        var lengthBytes = BinaryPrimitives.ReadInt32LittleEndian(batch[4..]);
        if (lengthBytes <= 0 || lengthBytes > batch.Length - HeaderBytes)
            return [];

        var records = batch.Slice(HeaderBytes, lengthBytes);
        return SumOf(records) is { } crc && ChecksumAt(crc, segment, offset, lengthBytes) == ChecksumOf(file, offset) ? records : [];
    }

    /// <summary>Takes one record off the front of a sound batch's records.</summary>
    public static ReadOnlySpan<byte> TakeRecord(ref ReadOnlySpan<byte> records)
    {
        var body = records.Slice(RecordHeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(records));
        records = records[(RecordHeaderBytes + body.Length)..];
        return body;
    }

    /// <summary>Where the first sound batch begins at or behind an offset, or null if there is none.</summary>
    public static int? Find(ReadOnlySpan<byte> file, long segment, int offset)
    {
        // The marker makes this a search for four bytes, not a checksum at every offset.
        for (var at = offset; file[at..].IndexOf(StorageFormat.BatchMarker) is >= 0 and var skipped; at++)
        {
            at += skipped;
            if (!TryRead(file, segment, at).IsEmpty)
                return at;
        }

        return null;
    }

    /// <summary>The checksum of all records' headers, or null if a record is not sound.</summary>
    private static uint? SumOf(ReadOnlySpan<byte> records)
    {
        var crc = EmptyChecksum;
        while (!records.IsEmpty)
        {
            if (records.Length < RecordHeaderBytes)
                return null;
            var lengthBytes = BinaryPrimitives.ReadInt32LittleEndian(records);
            if (lengthBytes < 0 || lengthBytes > records.Length - RecordHeaderBytes)
                return null;
            if (Crc32C.Of(records.Slice(RecordHeaderBytes, lengthBytes)) != BinaryPrimitives.ReadUInt32LittleEndian(records[4..]))
                return null;
            crc = Crc32C.With(crc, BinaryPrimitives.ReadUInt64LittleEndian(records));
            records = records[(RecordHeaderBytes + lengthBytes)..];
        }

        return crc;
    }
}
