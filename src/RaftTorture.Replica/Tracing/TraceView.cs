using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>What a core says of itself between two steps.</summary>
public readonly record struct TraceView(Term Term, NodeId? VotedFor, Role Role, NodeId? Leader, LogIndex CommitIndex, LogIndex LastIndex)
{
    public static TraceView Of(RaftCore core) => new(core.Term, core.VotedFor, core.Role, core.Leader, core.CommitIndex, core.LastIndex);
}
