namespace RaftTorture.Raft;

/// <summary>A leader that hands over (thesis 3.10): it takes no proposals until the successor leads or the time is up.</summary>
internal sealed class Handover(long requestId, NodeId target, long deadlineMs)
{
    public long RequestId { get; } = requestId;

    public NodeId Target { get; } = target;

    public long DeadlineMs { get; } = deadlineMs;

    /// <summary>The successor was told to campaign. The next heartbeat tells it again, in case that was lost.</summary>
    public bool IsUrged { get; set; }
}
