namespace RaftTorture.Raft.Tests;

/// <summary>Changes the members before the leader has committed anything in its term: Ongaro's single-server bug of 2015.</summary>
internal sealed class ChangesBeforeCommitting : RaftRules
{
    public override bool MayChangeMembership(bool isAnotherUncommitted, bool hasCommittedInTerm) => !isAnotherUncommitted;
}
