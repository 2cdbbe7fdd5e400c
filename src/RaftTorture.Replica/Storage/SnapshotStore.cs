using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>The latest snapshot, one that is being written, and one that is being received. See <see cref="StorageFormat"/>.</summary>
public sealed class SnapshotStore : IDisposable
{
    private readonly IDisk _disk;
    private readonly StorageOptions _options;
    private IDiskFile? _file;
    private SnapshotDraft? _draft;
    private PartFile? _received;

    private SnapshotStore(IDisk disk, StorageOptions options)
    {
        _disk = disk;
        _options = options;
    }

    /// <summary>The newest that is complete and durable; null before the first.</summary>
    public SnapshotMeta? Latest { get; private set; }

    private LogIndex LatestIndex => Latest?.LastIndex ?? LogIndex.Zero;

    /// <summary>Begins to write a snapshot; an unfinished one is dropped.</summary>
    public SnapshotDraft Begin(SnapshotMeta meta)
    {
        _draft?.Abandon();
        return _draft = new SnapshotDraft(meta, new PartFile(_disk, StorageFormat.DraftName, _options.SnapshotFlushBytes), Complete);
    }

    /// <summary>The blocks of the latest snapshot, in order and verified; each is good until the next is asked for. None if there is no snapshot.</summary>
    /// <exception cref="CorruptSnapshotException">It cannot be read.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> ReadBlocks() =>
        _file is { } file && Latest is { } latest ? new SnapshotFile(file, PathOf(latest)).ReadBlocks() : [];

    /// <summary>Bytes of the latest snapshot's file, for another node; null if it is not that snapshot any more.</summary>
    /// <param name="snapshot">Which is meant.</param>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="maxBytes">How many at most.</param>
    public SnapshotPiece? ReadPiece(LogPosition snapshot, long offset, int maxBytes)
    {
        if (_file is not { } file || Latest is not { } latest || PositionOf(latest) != snapshot || offset > file.LengthBytes)
            return null;
        var bytes = new byte[Math.Min(maxBytes, file.LengthBytes - offset)];
        file.Read(offset, bytes);
        return new SnapshotPiece(bytes, IsLast: offset + bytes.Length == file.LengthBytes);
    }

    /// <summary>Keeps a piece of another node's snapshot file.</summary>
    /// <param name="offset">Where it belongs: behind what is there, or 0, which forgets what is there.</param>
    /// <param name="bytes">The piece, of any size.</param>
    /// <exception cref="ArgumentException">It does not follow what is there.</exception>
    public void Receive(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset == 0)
        {
            _received?.Abandon();
            _received = new PartFile(_disk, StorageFormat.ReceivedName, _options.SnapshotFlushBytes);
        }

        if (_received is not { } part || part.LengthBytes != offset)
            throw new ArgumentException($"a piece at byte {offset} cannot follow {_received?.LengthBytes ?? 0} bytes", nameof(offset));
        part.Append(bytes);
    }

    /// <summary>All pieces are here: verifies every byte and makes the snapshot the latest, durable on return.</summary>
    /// <returns>What it is; null if it is spoiled, or no newer than the latest: then it is dropped.</returns>
    public SnapshotMeta? CompleteReceived()
    {
        if (_received is not { } part)
            return null;
        _received = null;
        if (TryVerify(part) is not { } meta || meta.LastIndex <= LatestIndex)
        {
            part.Abandon();
            return null;
        }

        Adopt(part, meta);
        return meta;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _draft?.Close();
        _received?.Dispose();
    }

    /// <summary>Finds and verifies the latest snapshot, changing nothing.</summary>
    /// <exception cref="CorruptSnapshotException">It cannot be read.</exception>
    internal static SnapshotStore Read(IDisk disk, StorageOptions options)
    {
        var store = new SnapshotStore(disk, options);
        try
        {
            if (store.Complete() is [.., var newest])
                store.OpenLatest(newest);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Removes what a crash has left: older snapshots and unfinished ones.</summary>
    internal void Tidy()
    {
        foreach (var older in Complete().SkipLast(1))
            _disk.Delete(StorageFormat.SnapshotName(older));
        foreach (var part in _disk.List().Where(name => name.EndsWith(StorageFormat.PartSuffix, StringComparison.Ordinal)))
            _disk.Delete(part);
    }

    private static LogPosition PositionOf(SnapshotMeta meta) => new(meta.LastIndex, meta.LastTerm);

    private static SnapshotMeta? TryVerify(PartFile part)
    {
        try
        {
            return new SnapshotFile(part.Written, part.Path).Verify();
        }
        catch (Exception e) when (e is CorruptSnapshotException or UnsupportedLogException)
        {
            return null;
        }
    }

    /// <summary>Complete snapshots, the newest last. There are two if the power failed before the older one was deleted.</summary>
    private List<LogPosition> Complete() =>
        [.. _disk.List().Select(StorageFormat.SnapshotOf).OfType<LogPosition>().OrderBy(position => position.Index).ThenBy(position => position.Term)];

    private void OpenLatest(LogPosition position)
    {
        var name = StorageFormat.SnapshotName(position);
        _file = _disk.Open(name);
        Latest = new SnapshotFile(_file, _disk.Describe(name)).Verify();
        if (PositionOf(Latest) != position)
            throw new CorruptSnapshotException(_disk.Describe(name), 8, $"it includes the log up to {Latest.LastIndex}@{Latest.LastTerm}, its name says otherwise");
    }

    private void Complete(PartFile part, SnapshotMeta meta)
    {
        _draft = null;
        if (meta.LastIndex > LatestIndex)
            Adopt(part, meta);
        else
            part.Abandon();
    }

    private void Adopt(PartFile part, SnapshotMeta meta)
    {
        var name = StorageFormat.SnapshotName(PositionOf(meta));
        part.Publish(name);
        _file?.Dispose();
        _file = _disk.Open(name);
        if (Latest is { } older)
            _disk.Delete(StorageFormat.SnapshotName(PositionOf(older)));
        Latest = meta;
    }

    private string PathOf(SnapshotMeta meta) => _disk.Describe(StorageFormat.SnapshotName(PositionOf(meta)));
}
