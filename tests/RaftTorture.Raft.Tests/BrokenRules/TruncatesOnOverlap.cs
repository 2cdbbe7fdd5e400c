namespace RaftTorture.Raft.Tests;

/// <summary>Cuts its log back to what a request brings, even where nothing conflicts (section 5.3 removes only conflicts).</summary>
internal sealed class TruncatesOnOverlap : RaftRules
{
    public override bool Conflicts(Term mine, Term leaders) => true;
}
