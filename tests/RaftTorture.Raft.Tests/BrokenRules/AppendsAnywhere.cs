namespace RaftTorture.Raft.Tests;

/// <summary>Appends behind any entry at the previous index, whatever its term (section 5.3, the consistency check).</summary>
internal sealed class AppendsAnywhere : RaftRules
{
    public override bool LogMatches(Term? termThere, Term previousTerm) => termThere is not null;
}
