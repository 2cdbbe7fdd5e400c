using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A leader never overwrites or removes entries of its log: it only appends (section 5.3).</summary>
public sealed class LeaderAppendOnly : Invariant
{
    private readonly Dictionary<(NodeId Node, Term Term), Entry> _last = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (node.Role != Role.Leader)
            return;
        // Logs that share their last entry share all before it: that is LogMatching's business.
        if (_last.TryGetValue((node.Id, node.Term), out var last) && !node.Holds(last))
            throw Broken($"{node.Id} leads term {node.Term} and lost its own entry {last}");
        if (node.Log.Count > 0)
            _last[(node.Id, node.Term)] = node.Log[^1];
    }
}
