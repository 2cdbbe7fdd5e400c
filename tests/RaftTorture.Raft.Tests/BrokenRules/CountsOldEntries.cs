namespace RaftTorture.Raft.Tests;

/// <summary>Takes an entry of any term for committed once a majority holds it (section 5.4.2 forbids it).</summary>
internal sealed class CountsOldEntries : RaftRules
{
    public override bool MayCommitByCounting(Term entryTerm, Term currentTerm) => true;
}
