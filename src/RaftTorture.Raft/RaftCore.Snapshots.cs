using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Log compaction, and snapshots for followers that lag behind it: section 7.</summary>
public sealed partial class RaftCore
{
    private SnapshotMeta _snapshot;
    private LogIndex? _takingSnapshotAt;
    private IncomingSnapshot? _incoming;

    /// <summary>To whom this node is sending a snapshot; empty unless it leads. Asked after every batch: mostly there is nothing to make.</summary>
    public ImmutableArray<NodeId> SnapshotTo => _leadership is { } leadership && leadership.Followers.Any(follower => follower.Transfer is not null)
        ? [.. leadership.Followers.Where(follower => follower.Transfer is not null).Select(follower => follower.Peer)]
        : [];

    private LogPosition SnapshotPosition => new(_snapshot.LastIndex, _snapshot.LastTerm);

    private void TakeSnapshotIfDue()
    {
        if (_config.SnapshotThreshold > 0
            && (CommitIndex.Value - _snapshot.LastIndex.Value >= _config.SnapshotThreshold
                || _log.BytesBetween(_snapshot.LastIndex, CommitIndex) >= _config.SnapshotThresholdBytes))
            TakeSnapshot();
    }

    /// <summary>
    /// One at a time; and none while a follower is getting on with the last one, or a slow follower would begin again for ever. One that does not
    /// get on, because each time it begins anew, must not keep this log from being compacted.
    /// </summary>
    private void TakeSnapshot()
    {
        if (_takingSnapshotAt is not null || CommitIndex == _snapshot.LastIndex || IsBeingFetched)
            return;
        _takingSnapshotAt = CommitIndex;
        _effects.Add(new Effect.TakeSnapshot(new SnapshotMeta(CommitIndex, _log.TermAt(CommitIndex)!.Value, _configurations.At(CommitIndex))));
    }

    private bool IsBeingFetched =>
        _leadership?.Followers.Any(follower => follower.Transfer is { } transfer && NowMs - transfer.AdvancedMs <= PatienceMs) ?? false;

    /// <summary>For the next piece of a snapshot, milliseconds.</summary>
    private long PatienceMs => 10L * _config.ElectionTimeoutMaxMs;

    private void OnSnapshotTaken(SnapshotMeta taken)
    {
        if (taken.LastIndex == _takingSnapshotAt)
            _takingSnapshotAt = null;
        Adopt(taken);
    }

    /// <summary>A durable snapshot of what is committed here takes the place of the log's beginning.</summary>
    private void Adopt(SnapshotMeta taken)
    {
        if (taken.LastIndex <= _snapshot.LastIndex)
            return; // Another one, newer, came meanwhile.
        _snapshot = taken;
        _configurations.CompactTo(taken);
        CompactBehind(taken.LastIndex);

        foreach (var follower in _leadership?.Followers ?? [])
            follower.Transfer = null; // The file that it was fetching is gone; the next heartbeat finds out what it needs now.
    }

    private void CompactBehind(LogIndex snapshot)
    {
        var upTo = LogIndex.Max(_log.Start.Index, new LogIndex(snapshot.Value - _config.EntriesKept));
        while (_log.BytesBetween(upTo, snapshot) > _config.SnapshotThresholdBytes)
            upTo = upTo.Next;
        if (upTo == _log.Start.Index)
            return;
        _log.CompactTo(upTo);
        _effects.Add(new Effect.Compact(upTo));
    }

    /// <summary>The follower lacks entries that are gone from the log. One that is silent gets heartbeats only, until it answers.</summary>
    private void SendSnapshot(Leadership leadership, Progress follower, bool isHeartbeat)
    {
        if (isHeartbeat)
            SendHeartbeat(leadership, follower);
        if (NowMs - follower.HeardMs > _config.ElectionTimeoutMaxMs)
            return;
        if (follower.Transfer is null)
            SendPiece(follower, follower.Transfer = new SnapshotTransfer(++leadership.LastStream, SnapshotPosition), offset: 0);
        else if (NowMs - follower.Transfer.SentMs >= _config.ElectionTimeoutMinMs)
            SendPiece(follower, follower.Transfer, follower.Transfer.Offset);
    }

    private void SendPiece(Progress follower, SnapshotTransfer transfer, long offset)
    {
        transfer.Send(offset, NowMs);
        _effects.Add(new Effect.SendSnapshot(follower.Peer, Term, transfer.Stream, transfer.Snapshot, offset));
    }

    private void OnSnapshotReply(Message.SnapshotReply reply)
    {
        if (reply.Term != Term || _leadership?.Find(reply.From) is not { } follower)
            return;
        follower.HeardMs = NowMs;
        if (follower.Transfer is { } transfer && transfer.Stream == reply.Stream && transfer.Offset != reply.NextOffset)
            SendPiece(follower, transfer, reply.NextOffset);
    }

    private void OnInstallSnapshot(Message.InstallSnapshot piece)
    {
        if (_rules.IsStale(piece.Term, Term))
        {
            AskForPiece(piece, 0); // The higher term in it is the answer.
            return;
        }

        HearLeader(piece.From);
        if (_rules.IsNews(piece.Snapshot.Index, CommitIndex))
            Receive(piece);
        else
            ReportInstalled(piece.From);
    }

    private void Receive(Message.InstallSnapshot piece)
    {
        var transfer = (piece.From, piece.Term, piece.Stream);
        if (piece.Offset == 0 && _incoming?.Transfer != transfer)
            _incoming = new IncomingSnapshot(transfer);
        if (_incoming is not { IsComplete: false } incoming || incoming.Transfer != transfer || incoming.NextOffset != piece.Offset)
        {
            AskForPiece(piece, _incoming is { } other && other.Transfer == transfer ? other.NextOffset : 0);
            return;
        }

        incoming.NextOffset += piece.Data.Length;
        incoming.IsComplete = piece.IsLast;
        _effects.Add(new Effect.StoreSnapshot(piece));
        if (!piece.IsLast)
            AskForPiece(piece, incoming.NextOffset);
    }

    private void OnSnapshotReceived(SnapshotMeta received)
    {
        var incoming = _incoming;
        _incoming = null;
        if (!_rules.IsNews(received.LastIndex, CommitIndex))
            Adopt(received);
        else if (_leadership is null) // Whoever has come to lead meanwhile has all of it, and commits it on its own.
            Install(received);
        if (incoming is not null && _leader == incoming.Transfer.From && Term == incoming.Transfer.Term)
            ReportInstalled(incoming.Transfer.From);
    }

    /// <summary>What the snapshot includes is committed; what follows its last entry stays only if that entry is here (section 7).</summary>
    private void Install(SnapshotMeta received)
    {
        var keepsLog = _log.TermAt(received.LastIndex) == received.LastTerm;
        if (keepsLog)
        {
            _log.CompactTo(received.LastIndex);
            _persisted = LogIndex.Max(_persisted, received.LastIndex);
        }
        else
        {
            _log.StartBehind(new LogPosition(received.LastIndex, received.LastTerm));
            _configurations.TruncateFrom(_snapshot.LastIndex.Next);
            _persisted = received.LastIndex;
        }

        _configurations.CompactTo(received);
        _snapshot = received;
        _takingSnapshotAt = null;
        CommitIndex = received.LastIndex;
        _effects.Add(new Effect.InstallSnapshot(received, keepsLog));
        ServeAskedReads();
    }

    /// <summary>Forgotten, so that the leader's next piece, sent again for want of an answer, is told to begin anew.</summary>
    private void OnSnapshotSpoiled(long stream)
    {
        if (_incoming?.Transfer.Stream == stream)
            _incoming = null;
    }

    private void AskForPiece(Message.InstallSnapshot piece, long nextOffset) =>
        Send(new Message.SnapshotReply(piece.Stream, nextOffset) { Term = Term, From = Id, To = piece.From });

    /// <summary>All that is committed here is in the leader's log too (section 5.4.3).</summary>
    private void ReportInstalled(NodeId leader) =>
        Send(new Message.AppendReply(IsSuccess: true, CommitIndex, LogIndex.Zero, ReadRound: 0) { Term = Term, From = Id, To = leader });

    /// <summary>A snapshot that comes in pieces. Another transfer takes its place: pieces of two never mix (etcd #18055).</summary>
    private sealed class IncomingSnapshot((NodeId From, Term Term, long Stream) transfer)
    {
        public (NodeId From, Term Term, long Stream) Transfer { get; } = transfer;

        public long NextOffset { get; set; }

        /// <summary>All pieces are here; the host is verifying the whole.</summary>
        public bool IsComplete { get; set; }
    }
}
