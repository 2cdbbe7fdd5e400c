using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Node;

/// <summary>What other threads may see of a replica: a copy made between two batches.</summary>
internal sealed record ReplicaView(
    Role Role,
    Term Term,
    NodeId? Leader,
    LogIndex CommitIndex,
    LogIndex AppliedIndex,
    LogIndex LastIndex,
    LogIndex FirstIndex,
    LogIndex SnapshotIndex,
    ImmutableArray<NodeId> SnapshotTo,
    ulong StateHash,
    long Flushes)
{
    public static ReplicaView Of(RaftReplica replica) => new(
        replica.Role,
        replica.Term,
        replica.Leader,
        replica.CommitIndex,
        replica.AppliedIndex,
        replica.LastIndex,
        replica.FirstIndex,
        replica.SnapshotIndex,
        replica.SnapshotTo,
        replica.StateHash,
        replica.Flushes);
}
