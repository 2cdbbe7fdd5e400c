namespace RaftTorture.Raft.Tests;

/// <summary>Changes the members while an earlier change is not committed (thesis 4.1 allows one at a time).</summary>
internal sealed class ChangesTwoAtOnce : RaftRules
{
    public override bool MayChangeMembership(bool isAnotherUncommitted, bool hasCommittedInTerm) => hasCommittedInTerm;
}
