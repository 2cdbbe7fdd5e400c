using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A leader proposes a change of members only when no other is uncommitted, and when it has committed an entry of its own term.</summary>
/// <remarks>Thesis 4.1, with Ongaro's correction of July 2015.</remarks>
public sealed class OneChangeAtATime : Invariant
{
    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (node.Role != Role.Leader)
            return;
        var open = Uncommitted(node).Where(entry => entry.Kind == EntryKind.Configuration).ToArray();
        if (!open.Any(entry => entry.Term == node.Term))
            return;
        if (open.Length > 1)
            throw Broken($"{node.Id} changes the members in {open[^1]} while {open[0]} is not committed");
        if (node.TermAt(node.CommitIndex) != node.Term)
            throw Broken($"{node.Id} changes the members in {open[0]} and has committed nothing in term {node.Term} yet");
    }

    private static IEnumerable<Entry> Uncommitted(NodeView node) => node.Log.Skip((int)(node.CommitIndex.Value - node.Start.Index.Value));
}
