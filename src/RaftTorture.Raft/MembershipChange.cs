namespace RaftTorture.Raft;

/// <summary>One step from a configuration to the next: it changes at most one voter, so that old and new majorities overlap (thesis 4.1).</summary>
public abstract record MembershipChange(NodeId Node)
{
    /// <summary>Adds a server that receives the log and has no vote.</summary>
    public sealed record AddLearner(NodeId Node, string Address) : MembershipChange(Node);

    /// <summary>Gives a learner that has caught up its vote.</summary>
    public sealed record Promote(NodeId Node) : MembershipChange(Node);

    /// <summary>Takes a voter's vote; it goes on receiving the log.</summary>
    public sealed record Demote(NodeId Node) : MembershipChange(Node);

    public sealed record Remove(NodeId Node) : MembershipChange(Node);
}
