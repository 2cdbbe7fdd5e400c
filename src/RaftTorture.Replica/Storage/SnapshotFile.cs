using System.Buffers.Binary;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>A snapshot's file from front to back, every byte of it verified. See <see cref="StorageFormat"/>.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Where it is, for messages to people.</param>
internal sealed class SnapshotFile(IDiskFile file, string path)
{
    public const int BlockHeaderBytes = 8;
    public const int TrailerBytes = 12;

    /// <summary>A reader needs this much memory.</summary>
    public const int MaxBlockBytes = 16 * 1024 * 1024;

    private const int HeaderBytes = 28; // Without configuration and checksum.
    private const int MaxConfigurationBytes = 1024 * 1024;

    public static byte[] Header(SnapshotMeta meta, out uint checksum)
    {
        var configuration = ConfigurationCodec.Encode(meta.Configuration);
        var header = new byte[HeaderBytes + configuration.Length + sizeof(uint)];
        StorageFormat.SnapshotMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), StorageFormat.SnapshotVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), meta.LastIndex.Value);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), meta.LastTerm.Value);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), configuration.Length);
        configuration.CopyTo(header.AsSpan(HeaderBytes));
        checksum = Crc32C.Of(header.AsSpan(..^sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(^sizeof(uint)..), checksum);
        return header;
    }

    public static uint BlockChecksum(ReadOnlySpan<byte> block, long offset) => Crc32C.With(Crc32C.Of(block), (ulong)offset);

    public static uint TotalChecksum(uint headers, int blocks) => Crc32C.With(headers, (ulong)blocks);

    /// <summary>Reads all of it, and says what it is.</summary>
    /// <exception cref="CorruptSnapshotException">Not a byte of it may be believed.</exception>
    /// <exception cref="UnsupportedLogException">A newer release wrote it.</exception>
    public SnapshotMeta Verify()
    {
        foreach (var _ in ReadBlocks())
            continue; // Reading verifies.
        return ReadHeader().Meta;
    }

    /// <summary>The blocks in order, each good until the next is asked for.</summary>
    /// <inheritdoc cref="Verify" path="/exception"/>
    public IEnumerable<ReadOnlyMemory<byte>> ReadBlocks()
    {
        var (_, offset, total) = ReadHeader();
        var buffer = Array.Empty<byte>();
        var blocks = 0;
        while (ReadLength(offset) is > 0 and var lengthBytes)
        {
            if (buffer.Length < lengthBytes)
                buffer = new byte[lengthBytes];
            total = ReadBlock(offset, buffer.AsSpan(0, lengthBytes), total);
            blocks++;
            yield return buffer.AsMemory(0, lengthBytes);
            offset += BlockHeaderBytes + lengthBytes;
        }

        DemandTrailer(offset, blocks, total);
    }

    private (SnapshotMeta Meta, long EndOffset, uint Checksum) ReadHeader()
    {
        Span<byte> start = stackalloc byte[HeaderBytes];
        Read(0, start);
        if (!start.StartsWith(StorageFormat.SnapshotMagic))
            throw Corrupt(0, "this is not a RaftTorture snapshot");
        var configurationBytes = BinaryPrimitives.ReadInt32LittleEndian(start[24..]);
        if (configurationBytes is < 0 or > MaxConfigurationBytes)
            throw Corrupt(0, "a damaged header");
        var header = new byte[HeaderBytes + configurationBytes + sizeof(uint)];
        Read(0, header);
        var checksum = Crc32C.Of(header.AsSpan(..^sizeof(uint)));
        if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(^sizeof(uint)..)))
            throw Corrupt(0, "a damaged header");
        DemandVersion(BinaryPrimitives.ReadUInt32LittleEndian(start[4..]));
        return (MetaOf(header.AsSpan(..^sizeof(uint))), header.Length, checksum);
    }

    private void DemandVersion(uint version)
    {
        if (version != StorageFormat.SnapshotVersion)
            throw new UnsupportedLogException(
                $"{path}: snapshot version {version} was written by a newer release; this one reads version {StorageFormat.SnapshotVersion}: start the newer release");
    }

    private SnapshotMeta MetaOf(ReadOnlySpan<byte> header)
    {
        var index = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        var term = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        if (index < 0 || term < 0)
            throw Corrupt(8, $"it includes the log up to {index}@{term}");
        try
        {
            return new SnapshotMeta(new LogIndex(index), new Term(term), ConfigurationCodec.Decode(header[HeaderBytes..]));
        }
        catch (FormatException e)
        {
            // The checksum is right, so these bytes were written like this: by a bug, or by hand.
            throw Corrupt(HeaderBytes, e.Message);
        }
    }

    private int ReadLength(long offset)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        Read(offset, length);
        var lengthBytes = BinaryPrimitives.ReadInt32LittleEndian(length);
        return lengthBytes is >= 0 and <= MaxBlockBytes && lengthBytes <= file.LengthBytes - offset
            ? lengthBytes
            : throw Corrupt(offset, $"a block of {lengthBytes} bytes cannot be");
    }

    private uint ReadBlock(long offset, Span<byte> block, uint total)
    {
        Span<byte> header = stackalloc byte[BlockHeaderBytes];
        Read(offset, header);
        Read(offset + BlockHeaderBytes, block);
        return BlockChecksum(block, offset) == BinaryPrimitives.ReadUInt32LittleEndian(header[4..])
            ? Crc32C.With(total, BinaryPrimitives.ReadUInt64LittleEndian(header))
            : throw Corrupt(offset, "a damaged block");
    }

    private void DemandTrailer(long offset, int blocks, uint total)
    {
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        Read(offset, trailer);
        if (BinaryPrimitives.ReadInt32LittleEndian(trailer[4..]) != blocks
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[8..]) != TotalChecksum(total, blocks))
            throw Corrupt(offset, "the blocks are not those that were written");
        if (file.LengthBytes != offset + TrailerBytes)
            throw Corrupt(offset + TrailerBytes, "bytes behind its end");
    }

    private void Read(long offset, Span<byte> destination)
    {
        if (file.Read(offset, destination) < destination.Length)
            throw Corrupt(offset, "it ends too soon");
    }

    private CorruptSnapshotException Corrupt(long offset, string reason) => new(path, offset, reason);
}
