using RaftTorture.Raft;

namespace RaftTorture.FaultyNode;

/// <summary>A server that comes back from a restart without its vote, and without the term in which it gave it: it votes there again.</summary>
internal sealed class ForgottenVote : RaftRules
{
    public override HardState Recover(HardState durable) => HardState.Initial;
}
