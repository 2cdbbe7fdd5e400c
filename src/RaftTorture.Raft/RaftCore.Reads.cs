using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Linearizable reads without log entries, the leader's side: ReadIndex and leases (section 8, thesis 6.4).</summary>
/// <remarks>
/// One round of confirmation at a time; what comes meanwhile waits for the next. A round has a number that followers echo, so that a
/// late answer to an older round never confirms a newer read.
/// </remarks>
public sealed partial class RaftCore
{
    private void OnRead(ImmutableArray<long> readIds)
    {
        if (_leadership is { } leadership)
        {
            leadership.Reads.Waiting.AddRange(readIds.Select(id => new ReadRequest(id, Asker: null)));
            ServeReads(leadership);
        }
        else if (_config.FollowerReads && _leader is { } leader)
        {
            AskLeader(leader, readIds);
        }
        else
        {
            foreach (var id in readIds)
                _effects.Add(new Effect.RejectRead(id, _leader));
        }
    }

    private void OnReadIndexRequest(Message.ReadIndexRequest request)
    {
        if (_leadership is not { } leadership)
        {
            ReplyIndex(request.From, request.ReadId, index: null);
            return;
        }

        leadership.Reads.Waiting.Add(new ReadRequest(request.ReadId, request.From));
        ServeReads(leadership);
    }

    /// <summary>False if what came before has ended this leadership.</summary>
    private bool ServeReadsIfStillLeading(Leadership leadership)
    {
        if (!ReferenceEquals(leadership, _leadership))
            return false;
        ServeReads(leadership);
        return true;
    }

    private void ServeReads(Leadership leadership)
    {
        var reads = leadership.Reads;
        reads.Confirm(ConfirmedRound(leadership));
        ServeConfirming(leadership);

        // Before its own term has a commit, the commit index may still lie behind what an earlier leader acknowledged.
        if (reads.Waiting.Count > 0 && _rules.MayServeRead(isConfirmedByQuorum: true, HasCommittedInTerm))
            ServeWaiting(leadership);
    }

    private void ServeConfirming(Leadership leadership)
    {
        var reads = leadership.Reads;
        if (reads.Confirming is not { } confirming || !_rules.MayServeRead(ConfirmedRound(leadership) >= confirming.Round, HasCommittedInTerm))
            return;
        reads.Confirming = null;
        Answer(confirming.Requests, confirming.ReadIndex, leaseEndMs: null);
    }

    private void ServeWaiting(Leadership leadership)
    {
        var reads = leadership.Reads;
        if (LeaseEndMs(reads) is { } leaseEndMs)
        {
            // Only reads of this server's own clients: who asks for an index has no clock that the lease could be held against.
            Answer([.. reads.Waiting.Where(read => read.Asker is null)], CommitIndex, leaseEndMs);
            reads.Waiting.RemoveAll(read => read.Asker is null);
        }

        if (reads.Waiting.Count == 0 || reads.Confirming is not null)
            return;
        var requests = reads.Waiting.ToImmutableArray();
        reads.Waiting.Clear();
        reads.Confirming = new OpenReads(requests, reads.StartRound(NowMs), CommitIndex);
        foreach (var follower in leadership.Followers)
            SendHeartbeat(leadership, follower);
        ServeConfirming(leadership); // A leader that is alone confirms itself.
    }

    private long ConfirmedRound(Leadership leadership) =>
        LargestOnAQuorum(leadership, follower => _rules.ConfirmedRound(follower.ReadRound, leadership.Reads.Round), leadership.Reads.Round);

    /// <summary>When the lease in force ends, or null if there is none.</summary>
    private long? LeaseEndMs(LeaderReads reads) =>
        _config.ReadMode == ReadMode.Lease && !reads.IsLeaseRevoked
        && reads.ConfirmedSentMs is { } sentMs && _rules.HoldsLease(NowMs - sentMs, _config.LeaseMs)
            ? sentMs + _config.LeaseMs
            : null;

    private void Answer(ImmutableArray<ReadRequest> reads, LogIndex readIndex, long? leaseEndMs)
    {
        foreach (var read in reads)
        {
            if (read.Asker is { } asker)
                ReplyIndex(asker, read.Id, readIndex);
            else
                _effects.Add(new Effect.AnswerRead(read.Id, readIndex, leaseEndMs));
        }
    }

    private void RejectReads(Leadership lost, NodeId? leader)
    {
        foreach (var read in (lost.Reads.Confirming?.Requests ?? []).Concat(lost.Reads.Waiting))
        {
            if (read.Asker is { } asker)
                ReplyIndex(asker, read.Id, index: null);
            else
                _effects.Add(new Effect.RejectRead(read.Id, leader));
        }
    }

    private void ReplyIndex(NodeId asker, long readId, LogIndex? index) =>
        Send(new Message.ReadIndexReply(readId, index) { Term = Term, From = Id, To = asker });
}
