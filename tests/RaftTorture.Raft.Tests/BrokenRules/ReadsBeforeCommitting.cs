namespace RaftTorture.Raft.Tests;

/// <summary>Serves reads before it knows what earlier leaders acknowledged (thesis 6.4 waits for a commit in its own term).</summary>
internal sealed class ReadsBeforeCommitting : RaftRules
{
    public override bool MayServeRead(bool isConfirmedByQuorum, bool hasCommittedInTerm) => isConfirmedByQuorum || !hasCommittedInTerm;
}
