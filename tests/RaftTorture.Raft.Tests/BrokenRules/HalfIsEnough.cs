namespace RaftTorture.Raft.Tests;

/// <summary>Takes half of an even cluster for a majority (section 5.2).</summary>
internal sealed class HalfIsEnough : RaftRules
{
    public override bool IsQuorum(int count, int members) => 2 * count >= members;
}
