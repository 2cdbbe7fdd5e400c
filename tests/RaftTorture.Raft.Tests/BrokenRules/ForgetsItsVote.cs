namespace RaftTorture.Raft.Tests;

/// <summary>Restarts without the vote it had given (Figure 2: votedFor is persistent).</summary>
internal sealed class ForgetsItsVote : RaftRules
{
    public override HardState Recover(HardState durable) => durable with { VotedFor = null };
}
