namespace RaftTorture.Raft.Tests;

/// <summary>Restarts in term zero (Figure 2: currentTerm is persistent).</summary>
internal sealed class FallsBackInTerm : RaftRules
{
    public override HardState Recover(HardState durable) => HardState.Initial;
}
