using System.Diagnostics;
using RaftTorture.Kv;
using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>Snapshots: taken, sent, received, installed.</summary>
public sealed partial class RaftReplica
{
    private readonly List<(long Id, LogIndex At)> _snapshotRequests = [];
    private readonly int _chunkBytes;
    private OwnSnapshot? _ownSnapshot;

    private void ExecuteOnSnapshots(Effect effect)
    {
        switch (effect)
        {
            case Effect.TakeSnapshot take:
                BeginOwnSnapshot(take.Snapshot);
                break;
            case Effect.Compact compact:
                _storage.Log.Compact(compact.UpTo);
                break;
            case Effect.SendSnapshot send:
                SendPiece(send);
                break;
            case Effect.StoreSnapshot store:
                StorePiece(store.Piece);
                break;
            case Effect.InstallSnapshot install:
                Install(install.Snapshot);
                break;
            default:
                throw new UnreachableException($"effect {effect} cannot be executed");
        }
    }

    private KvMachine MachineOf(SnapshotMeta snapshot) =>
        snapshot.LastIndex == LogIndex.Zero ? new KvMachine() : KvMachine.Restore(_storage.Snapshots.ReadBlocks());

    private void BeginOwnSnapshot(SnapshotMeta meta)
    {
        if (meta.LastIndex != AppliedIndex)
            throw new BrokenPromiseException($"a snapshot of {meta.LastIndex} would hold a state of {AppliedIndex}");
        _ownSnapshot = new OwnSnapshot(meta, _machine.Freeze(), _storage.Snapshots.Begin(meta));
    }

    private void WriteOwnSnapshot()
    {
        if (_ownSnapshot is { } own && own.Write(_options.SnapshotBytesPerBatch))
        {
            _ownSnapshot = null;
            Step(new Input.SnapshotTaken(own.Meta));
        }

        if (_snapshotRequests.Count > 0 && _ownSnapshot is null)
            AnswerSnapshotRequests();
    }

    /// <summary>A snapshot that was under way when somebody asked may be older than what they asked for: then another one follows.</summary>
    private void AnswerSnapshotRequests()
    {
        foreach (var request in _snapshotRequests.Where(request => request.At <= SnapshotIndex))
            _outbox.Answer(request.Id, new ClientAnswer.Accepted());
        _snapshotRequests.RemoveAll(request => request.At <= SnapshotIndex);
        if (_snapshotRequests.Count == 0)
            return;
        Step(new Input.RequestSnapshot());
        if (_ownSnapshot is not null)
            return;
        foreach (var request in _snapshotRequests)
            _outbox.Answer(request.Id, new ClientAnswer.Refused("a follower is fetching the last snapshot: ask again"));
        _snapshotRequests.Clear();
    }

    private void SendPiece(Effect.SendSnapshot send)
    {
        if (_storage.Snapshots.ReadPiece(send.Snapshot, send.Offset, _chunkBytes) is not { } piece)
            return; // A newer one has taken its place; the core begins again with that.
        Send(new Message.InstallSnapshot(send.Stream, send.Snapshot, send.Offset, piece.Bytes, piece.IsLast)
        {
            Term = send.Term,
            From = _core.Id,
            To = send.To,
        });
    }

    private void StorePiece(Message.InstallSnapshot piece)
    {
        _storage.Snapshots.Receive(piece.Offset, piece.Data.Span);
        if (!piece.IsLast)
            return;
        _inputs.Enqueue(_storage.Snapshots.CompleteReceived() is { } snapshot
            ? new Input.SnapshotReceived(snapshot)
            : new Input.SnapshotSpoiled(piece.Stream));
    }

    /// <summary>The snapshot itself is durable; from here on the log begins behind it.</summary>
    private void StartLogBehind(Effect.InstallSnapshot install)
    {
        _storage.Log.StartBehind(new LogPosition(install.Snapshot.LastIndex, install.Snapshot.LastTerm), install.KeepsLog);
        _isDirty = true;
        if (!install.KeepsLog)
            _lastWritten = null;
    }

    /// <remarks>Two may have come in one batch. The store has the newer one then, and the effect that installs it stands right behind this one.</remarks>
    private void Install(SnapshotMeta snapshot)
    {
        var latest = _storage.Snapshots.Latest ?? throw new BrokenPromiseException($"the snapshot of {snapshot.LastIndex} is to be installed, and is not there");
        if (AppliedIndex >= latest.LastIndex)
            return;
        _ownSnapshot = null; // What is written of it is overwritten by the next one.
        _machine = MachineOf(latest);
        _logClock.Hear(_machine.TimeMs, _options.NowMs());
        AppliedIndex = latest.LastIndex;
        _options.Observer?.Applied(AppliedIndex, StateHash);
    }
}
