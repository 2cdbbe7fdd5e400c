using System.Buffers;
using System.Buffers.Binary;

namespace RaftTorture.Replica.Storage;

/// <summary>Records that become durable together or not at all, behind a marker, their length and their checksum.</summary>
internal static class LogBatch
{
    public const int HeaderBytes = 12;

    private const int ChunkBytes = 1024 * 1024;

    // A marker makes the search for later batches a scan for four bytes, not a checksum at every offset.
    private static ReadOnlySpan<byte> Marker => "RTB\n"u8;

    /// <summary>Frames records for the place where they will be written.</summary>
    public static void Write(long offset, ReadOnlySpan<byte> records, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(HeaderBytes);
        Marker.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], records.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Crc32C.OfBatch(offset, records));
        output.Advance(HeaderBytes);
        output.Write(records);
    }

    /// <summary>The records of the batch that begins at an offset, or null if no whole and sound batch begins there.</summary>
    public static byte[]? TryRead(IDiskFile file, long offset)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.Read(offset, header) < HeaderBytes || !header.StartsWith(Marker))
            return null;

        var lengthBytes = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (lengthBytes <= 0 || lengthBytes > file.LengthBytes - offset - HeaderBytes)
            return null;

        var records = new byte[lengthBytes];
        file.Read(offset + HeaderBytes, records);
        return Crc32C.OfBatch(offset, records) == BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) ? records : null;
    }

    /// <summary>Where the first sound batch begins at or behind an offset, or null if there is none.</summary>
    public static long? Find(IDiskFile file, long offset)
    {
        var chunk = new byte[Math.Clamp(file.LengthBytes - offset, 0, ChunkBytes)];
        for (; offset < file.LengthBytes; offset += ChunkBytes - Marker.Length + 1)
        {
            var readBytes = file.Read(offset, chunk);
            if (FindIn(chunk.AsSpan(0, readBytes), file, offset) is { } found)
                return found;
        }

        return null;
    }

    private static long? FindIn(ReadOnlySpan<byte> chunk, IDiskFile file, long chunkOffset)
    {
        for (var at = 0; chunk[at..].IndexOf(Marker) is >= 0 and var skipped; at++)
        {
            at += skipped;
            if (TryRead(file, chunkOffset + at) is not null)
                return chunkOffset + at;
        }

        return null;
    }
}
