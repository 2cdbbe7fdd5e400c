namespace RaftTorture.Raft.Tests;

/// <summary>Keeps its own entry where the leader's differs (section 5.3 removes it).</summary>
internal sealed class OverlooksConflicts : RaftRules
{
    public override bool Conflicts(Term mine, Term leaders) => false;
}
