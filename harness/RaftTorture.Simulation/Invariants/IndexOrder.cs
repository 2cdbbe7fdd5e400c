
namespace RaftTorture.Simulation.Invariants;

/// <summary>The log begins no later than the snapshot ends, that is committed, and what is committed is in the log: no gap anywhere.</summary>
public sealed class IndexOrder : Invariant
{
    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (node.Start.Index > node.SnapshotIndex || node.SnapshotIndex > node.CommitIndex || node.CommitIndex > node.LastIndex)
            throw Broken($"{node.Id}: log from {node.Start.Index}, snapshot to {node.SnapshotIndex}, commit {node.CommitIndex}, last {node.LastIndex}");
    }
}
