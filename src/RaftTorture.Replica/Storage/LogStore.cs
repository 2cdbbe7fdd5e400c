using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>The write-ahead log: what a node promised to remember. See <see cref="StorageFormat"/> for its files.</summary>
/// <remarks>
/// Writes are gathered in memory and reach the disk in one batch with the next flush: that is group commit, and it makes the batch whole or
/// absent after a crash at any instant. A flush that failed is never repeated, because the kernel may have dropped the pages and report
/// success the second time; the log refuses all further work and the node must stop.
/// </remarks>
public sealed class LogStore : IDisposable
{
    private readonly LogSegments _segments;
    private readonly SnapshotStore _snapshots;
    private readonly Configuration _founding;
    private readonly PinTable _pins;
    private readonly BatchBuffer _batch = new();
    private HardState _hardState;
    private LogPosition _last;
    private LogIndex _start;
    private bool _hasFailed;

    private LogStore(
        LogSegments segments, SnapshotStore snapshots, Configuration founding, PinTable pins, HardState hardState, LogIndex start, LogPosition last)
    {
        _segments = segments;
        _snapshots = snapshots;
        _founding = founding;
        _pins = pins;
        _hardState = hardState;
        _start = start;
        _last = last;
    }

    /// <summary>Where the log ends, flushed or not.</summary>
    public LogIndex LastIndex => _last.Index;

    /// <summary>How many files it is in.</summary>
    public int SegmentCount => _segments.Count;

    /// <summary>Takes a state and entries, in this order; they are durable when the next <see cref="Flush"/> has returned.</summary>
    /// <param name="hardState">The new term and vote, or null if they did not change.</param>
    /// <param name="entries">Contiguous; they replace whatever the log held from the first one's index on.</param>
    /// <exception cref="ArgumentException">The entries would leave a gap, or replace what a snapshot includes.</exception>
    public void Write(HardState? hardState, ReadOnlySpan<Entry> entries)
    {
        DemandSoundness();
        DemandContiguity(entries);
        if (hardState is { } state)
        {
            LogRecord.Write(state, _batch);
            _hardState = state;
        }

        foreach (var entry in entries)
            LogRecord.Write(entry, _batch);
        if (!entries.IsEmpty)
            _last = new LogPosition(entries[^1].Index, entries[^1].Term);
    }

    /// <summary>Remembers which disk a membership has, with the next <see cref="Flush"/>.</summary>
    /// <param name="node">The member.</param>
    /// <param name="joinedAt">The entry that added it.</param>
    /// <param name="incarnation">As it said.</param>
    public void Pin(NodeId node, LogIndex joinedAt, Incarnation incarnation)
    {
        DemandSoundness();
        var pin = new Pin(node, joinedAt, incarnation);
        LogRecord.Write(pin, _batch);
        _pins.Set(pin);
    }

    /// <summary>The disk that a membership has; null before first contact.</summary>
    public Incarnation? PinOf(NodeId node, LogIndex joinedAt) => _pins.Find(node, joinedAt);

    /// <summary>Makes everything written so far durable. Costs nothing if there is nothing new.</summary>
    /// <exception cref="IOException">The disk did not keep its promise: nothing written since the last flush may be relied on.</exception>
    public void Flush()
    {
        DemandSoundness();
        if (_batch.IsEmpty)
            return;
        _hasFailed = true;
        _segments.Append(_batch);
        if (_segments.IsLastFull)
        {
            _segments.CloseLast(_last.Index);
            BeginSegment();
        }

        _hasFailed = false;
    }

    /// <summary>The log follows an installed snapshot, which is durable already; so is this when it returns.</summary>
    /// <param name="position">The last entry that the snapshot includes.</param>
    /// <param name="keepsLog">The log holds that entry: what follows it stays. If not, the whole log goes (section 7).</param>
    /// <exception cref="ArgumentException">No durable snapshot includes it.</exception>
    public void StartBehind(LogPosition position, bool keepsLog)
    {
        DemandSoundness();
        DemandSnapshot(position.Index);
        if (keepsLog)
            return;
        LogRecord.WriteStart(position, _batch);
        _last = position;
        _start = position.Index;
        Flush();
        _segments.ForgetClosed();
    }

    /// <summary>Deletes the segments of which no entry behind an index is part. The log may keep more than it must.</summary>
    /// <param name="upTo">The last that is not needed.</param>
    /// <exception cref="ArgumentException">No durable snapshot includes it.</exception>
    public void Compact(LogIndex upTo)
    {
        DemandSoundness();
        DemandSnapshot(upTo);
        _hasFailed = true;
        _segments.Compact(upTo);
        _hasFailed = false;
    }

    public void Dispose() => _segments.Dispose();

    /// <summary>Begins a log in an empty directory; that it exists is durable when this returns.</summary>
    internal static LogStore Create(IDisk disk, StorageOptions options, SnapshotStore snapshots, Incarnation incarnation, Configuration founding)
    {
        var segments = LogSegments.Unborn(disk, options.SegmentBytes, incarnation);
        var log = new LogStore(segments, snapshots, founding, new PinTable(), HardState.Initial, LogIndex.Zero, LogPosition.Start);
        try
        {
            log.BeginSegment();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Goes on where a log ended.</summary>
    internal static LogStore Open(IDisk disk, StorageOptions options, SnapshotStore snapshots, RecoveredLog recovered)
    {
        var segments = LogSegments.Resume(disk, options.SegmentBytes, recovered);
        return new LogStore(segments, snapshots, recovered.Founding, recovered.Pins, recovered.HardState, recovered.Start.Index, recovered.Last);
    }

    /// <summary>Says again what the segments before have said, so that they can go.</summary>
    private void BeginSegment()
    {
        LogRecord.WriteCheckpoint(_last, _batch);
        LogRecord.Write(_hardState, _batch);
        LogRecord.Write(_founding, _batch);
        foreach (var pin in _pins.All)
            LogRecord.Write(pin, _batch);
        _segments.Begin(_batch);
    }

    private void DemandSoundness()
    {
        if (_hasFailed)
            throw new InvalidOperationException("the log has failed before: its node must stop and recover from disk");
    }

    /// <summary>The last guard before anything is deleted: what was deleted by mistake no later check brings back.</summary>
    private void DemandSnapshot(LogIndex upTo)
    {
        var included = _snapshots.Latest?.LastIndex ?? LogIndex.Zero;
        if (upTo > included)
            throw new ArgumentException($"the log up to {upTo} is still needed: the latest snapshot ends at {included}", nameof(upTo));
    }

    private void DemandContiguity(ReadOnlySpan<Entry> entries)
    {
        if (entries.IsEmpty)
            return;
        var expected = entries[0].Index;
        if (expected <= _start || expected > _last.Index.Next)
            throw new ArgumentException($"entry {entries[0]} leaves a gap in a log from {_start.Next} to {_last.Index}", nameof(entries));
        foreach (var entry in entries)
        {
            if (entry.Index != expected)
                throw new ArgumentException($"entry {entry} stands where {expected} belongs", nameof(entries));
            expected = expected.Next;
        }
    }
}
