namespace RaftTorture.Raft.Tests;

/// <summary>Votes for the longer log, whatever its last term (section 5.4.1 compares terms first).</summary>
internal sealed class ComparesLengthOnly : RaftRules
{
    public override bool IsUpToDate(Term candidateLastTerm, LogIndex candidateLastIndex, Term lastTerm, LogIndex lastIndex) =>
        candidateLastIndex >= lastIndex;
}
