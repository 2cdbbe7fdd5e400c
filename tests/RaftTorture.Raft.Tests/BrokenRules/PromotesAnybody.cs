namespace RaftTorture.Raft.Tests;

/// <summary>Gives a learner its vote however far it is behind (thesis 4.2.1 waits until it has caught up).</summary>
internal sealed class PromotesAnybody : RaftRules
{
    public override bool MayPromote(long entriesBehind, int maxEntriesBehind) => true;
}
