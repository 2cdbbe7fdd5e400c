using RaftTorture.Raft;

namespace RaftTorture.FaultyNode;

/// <summary>A leader that answers reads without asking a quorum, and does not notice when it has lost one.</summary>
internal sealed class StaleReads : RaftRules
{
    public override bool MayServeRead(bool isConfirmedByQuorum, bool hasCommittedInTerm) => true;

    public override bool HasLostQuorum(long sinceQuorumMs, int electionTimeoutMaxMs) => false;
}
