using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A node resumes with exactly what was durable: term, vote, snapshot and log (Figure 2, persistent state).</summary>
/// <remarks>Its log may begin earlier: entries that a snapshot includes are removed a whole segment at a time.</remarks>
public sealed class RestartFidelity : Invariant
{
    public override void OnStart(NodeView node, NodeId? votedFor, StableStorage disk)
    {
        if (new HardState(node.Term, votedFor) != disk.HardState)
            throw Broken($"{node.Id} resumes in term {node.Term} with its vote for {votedFor}, its disk has {disk.HardState}");
        if (node.Start.Index > disk.LogStart.Index || !EntriesBehind(disk.LogStart, node).SequenceEqual(disk.Entries))
            throw Broken($"{node.Id} resumes with a log from {node.Start} to {node.LastIndex}, its disk has one from {disk.LogStart} to {disk.LastIndex}");
        if (node.SnapshotIndex != (disk.SnapshotIndex))
            throw Broken($"{node.Id} resumes behind a snapshot up to {node.SnapshotIndex}, not {disk.SnapshotIndex}");
    }

    private static IEnumerable<Entry> EntriesBehind(LogPosition start, NodeView node) => node.Log.Skip((int)(start.Index.Value - node.Start.Index.Value));
}
