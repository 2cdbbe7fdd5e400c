using System.Buffers.Binary;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>A snapshot that is being written, block by block, while the log goes on. See <see cref="StorageFormat"/>.</summary>
public sealed class SnapshotDraft
{
    /// <summary>Most bytes of a block.</summary>
    public const int MaxBlockBytes = SnapshotFile.MaxBlockBytes;

    private readonly SnapshotMeta _meta;
    private readonly PartFile _file;
    private readonly Action<PartFile, SnapshotMeta> _adopt;
    private uint _total;
    private int _blocks;

    internal SnapshotDraft(SnapshotMeta meta, PartFile file, Action<PartFile, SnapshotMeta> adopt)
    {
        _meta = meta;
        _file = file;
        _adopt = adopt;
        var header = SnapshotFile.Header(meta, out _total);
        _file.Append(header);
    }

    /// <summary>How much is written.</summary>
    public long LengthBytes => _file.LengthBytes;

    /// <summary>Writes the next block of the state. An empty one is none.</summary>
    /// <exception cref="InvalidOperationException">It was completed, or another draft has been begun since.</exception>
    public void Add(ReadOnlySpan<byte> block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block.Length, MaxBlockBytes);
        if (block.IsEmpty)
            return;
        Span<byte> header = stackalloc byte[SnapshotFile.BlockHeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, block.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], SnapshotFile.BlockChecksum(block, _file.LengthBytes));
        _total = Crc32C.With(_total, BinaryPrimitives.ReadUInt64LittleEndian(header));
        _blocks++;
        _file.Append(header);
        _file.Append(block);
    }

    /// <summary>Durable on return, and the latest unless a newer one has been installed meanwhile; only then is the older one deleted.</summary>
    public void Complete()
    {
        Span<byte> trailer = stackalloc byte[SnapshotFile.TrailerBytes];
        BinaryPrimitives.WriteInt32LittleEndian(trailer, 0);
        BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], _blocks);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[8..], SnapshotFile.TotalChecksum(_total, _blocks));
        _file.Append(trailer);
        _adopt(_file, _meta);
    }

    internal void Abandon() => _file.Abandon();

    internal void Close() => _file.Dispose();
}
