namespace RaftTorture.Raft.Tests;

/// <summary>Serves reads as soon as it believes it leads (thesis 6.4 asks a quorum first).</summary>
internal sealed class ReadsWithoutAsking : RaftRules
{
    public override bool MayServeRead(bool isConfirmedByQuorum, bool hasCommittedInTerm) => true;
}
