using RaftTorture.Raft;

namespace RaftTorture.FaultyNode;

/// <summary>A server that no longer knows, after a restart, for whom it voted: it may vote twice in one term.</summary>
internal sealed class ForgottenVote : RaftRules
{
    public override HardState Recover(HardState durable) => durable with { VotedFor = null };
}
