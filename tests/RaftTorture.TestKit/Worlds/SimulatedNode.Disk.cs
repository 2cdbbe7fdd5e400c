using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>What a node does with its disk: flushes hold up what stands behind them, the writing of a snapshot holds up nothing.</summary>
public sealed partial class SimulatedNode
{
    private readonly SnapshotInbox _inbox = new();
    private readonly SortedDictionary<LogIndex, SnapshotFile> _received = [];
    private bool _isFlushing;

    /// <summary>How long a flush takes, milliseconds; what stands behind it waits.</summary>
    public int FlushMs { get; set; }

    /// <summary>Its disk is replaced by an empty one while it is down.</summary>
    internal void Wipe()
    {
        Crash();
        Storage.Wipe();
        _observer.Wiped(Id, Core.Configuration.Find(Id)?.JoinedAt ?? LogIndex.Zero);
    }

    private void StartFlush(Effect.Persist persist) => Flush(
        () => Storage.Flush(persist),
        persist.Entries.IsEmpty ? null : new Input.Persisted(persist.Entries[^1].Index, persist.Entries[^1].Term));

    /// <summary>Freezes the state, which is to keep a reference, and writes it out while everything goes on.</summary>
    private void TakeSnapshot(SnapshotMeta meta)
    {
        var frozen = Machine.State;
        Later(_options.SnapshotMs, () =>
        {
            var file = SnapshotFile.Of(meta, _options.FreezesState ? frozen : Machine.State);
            _observer.Taken(this, file);
            Storage.Save(file);
            Step(new Input.SnapshotTaken(meta));
        });
    }

    private void SendPiece(Effect.SendSnapshot piece)
    {
        if (Storage.File is not { } file || new LogPosition(file.Meta.LastIndex, file.Meta.LastTerm) != piece.Snapshot)
            return;
        var data = file.Piece(piece.Offset, ConfigOf().SnapshotChunkBytes);
        Send(new Message.InstallSnapshot(piece.Stream, piece.Snapshot, piece.Offset, data, piece.Offset + data.Length >= file.Bytes.Length)
        {
            Term = piece.Term,
            From = Id,
            To = piece.To,
        });
    }

    private void StorePiece(Message.InstallSnapshot piece)
    {
        _inbox.Store(piece);
        if (!piece.IsLast)
            return;
        var file = _inbox.Take();
        Later(FlushMs, () =>
        {
            if (file is null)
                Step(new Input.SnapshotSpoiled(piece.Stream));
            else
                Received(file);
        });
    }

    private void Received(SnapshotFile file)
    {
        _received[file.Meta.LastIndex] = file;
        Storage.Save(file);
        Step(new Input.SnapshotReceived(file.Meta));
    }

    /// <summary>The snapshot is durable by now, then the log begins behind it: a crash between the two leaves what can be recovered.</summary>
    private void Install(SnapshotMeta meta)
    {
        var file = _received[meta.LastIndex];
        Flush(() =>
        {
            Storage.StartLogBehind(meta);
            Machine = new ToyMachine(file.State);
            _observer.Restored(this, file);
        });
    }

    /// <summary>Makes something durable after a while; effects behind it wait.</summary>
    private void Flush(Action write, Input? then = null)
    {
        _isFlushing = true;
        Later(FlushMs, () =>
        {
            write();
            _observer.Flushed();
            _isFlushing = false;
            ExecutePending();
            if (then is not null)
                Step(then);
        });
    }

    /// <summary>Unless the process is gone by then.</summary>
    private void Later(int delayMs, Action action)
    {
        var incarnation = Incarnation;
        _timeline.After(delayMs, () =>
        {
            if (Incarnation == incarnation)
                Handle(action);
        });
    }
}
