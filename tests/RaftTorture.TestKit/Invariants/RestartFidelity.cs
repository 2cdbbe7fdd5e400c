using RaftTorture.Raft;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.TestKit.Invariants;

/// <summary>A node resumes with exactly what was durable: term, vote, snapshot and log (Figure 2, persistent state).</summary>
public sealed class RestartFidelity : Invariant
{
    public override void OnStart(NodeView node, NodeId? votedFor, StableStorage disk)
    {
        if (new HardState(node.Term, votedFor) != disk.HardState)
            throw Broken($"{node.Id} resumes in term {node.Term} with its vote for {votedFor}, its disk has {disk.HardState}");
        if (node.Start != disk.LogStart || !node.Log.SequenceEqual(disk.Entries))
            throw Broken($"{node.Id} resumes with a log from {node.Start} to {node.LastIndex}, its disk has one from {disk.LogStart} to {disk.LastIndex}");
        if (node.SnapshotIndex != (disk.Snapshot?.Meta.LastIndex ?? LogIndex.Zero))
            throw Broken($"{node.Id} resumes behind a snapshot up to {node.SnapshotIndex}, not {disk.Snapshot?.Meta.LastIndex}");
    }
}
