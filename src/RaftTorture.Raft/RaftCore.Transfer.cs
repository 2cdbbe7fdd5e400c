namespace RaftTorture.Raft;

/// <summary>Leadership transfer: thesis 3.10.</summary>
public sealed partial class RaftCore
{
    private void OnTransferLeadership(long requestId, NodeId? target)
    {
        if (_leadership is not { } leadership)
        {
            _effects.Add(new Effect.RejectProposal(requestId, _leader));
            return;
        }

        var successor = target ?? LongestLog(leadership)?.Peer;
        if (WhyNotTo(leadership, successor) is { } problem)
        {
            _effects.Add(new Effect.TransferEnded(requestId, problem));
            return;
        }

        leadership.Handover = new Handover(requestId, successor!.Value, NowMs + _config.ElectionTimeoutMaxMs);
        leadership.Reads.IsLeaseRevoked = true;
        UrgeSuccessor(leadership);
    }

    private string? WhyNotTo(Leadership leadership, NodeId? successor) =>
        leadership.Handover is { } handover ? $"leadership is being handed over to {handover.Target} already"
        : successor is null ? "there is no other voter"
        : successor == Id ? $"{Id} leads already"
        : !Configuration.HasVoter(successor.Value) ? $"{successor} is no voter"
        : null;

    /// <summary>The successor campaigns once it has the whole log: earlier it would lose.</summary>
    private void UrgeSuccessor(Leadership leadership)
    {
        if (leadership.Handover is not { IsUrged: false } handover || leadership.Find(handover.Target)?.Match != _log.LastIndex)
            return;
        handover.IsUrged = true;
        Urge(handover.Target);
    }

    private void Urge(NodeId successor) => Send(new Message.TimeoutNow { Term = Term, From = Id, To = successor });

    private void ExpireHandover(Leadership leadership)
    {
        if (leadership.Handover is not { } handover)
            return;
        if (NowMs >= handover.DeadlineMs)
        {
            leadership.Handover = null;
            _effects.Add(new Effect.TransferEnded(handover.RequestId, $"{handover.Target} did not take over within an election timeout"));
        }
        else if (NowMs >= leadership.HeartbeatDueMs)
        {
            handover.IsUrged = false;
            UrgeSuccessor(leadership);
        }
    }

    private void OnTimeoutNow(Message.TimeoutNow urge)
    {
        if (urge.Term == Term && Role == Role.Follower && Configuration.HasVoter(Id))
            StartVote(isTransfer: true);
    }

    /// <summary>The voter that needs least to take over, or null if there is no other.</summary>
    private Progress? LongestLog(Leadership leadership) =>
        leadership.Followers.Where(follower => Configuration.HasVoter(follower.Peer)).MaxBy(follower => (follower.Match, follower.HeardMs));
}
