using RaftTorture.Raft;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.TestKit.Invariants;

/// <summary>A leader never overwrites or removes entries of its log: it only appends (section 5.3).</summary>
public sealed class LeaderAppendOnly : Invariant
{
    private readonly Dictionary<(NodeId Node, Term Term), NodeView> _seen = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (node.Role != Role.Leader)
            return;
        // Logs that share their last entry share all before it: that is LogMatching's business.
        if (_seen.TryGetValue((node.Id, node.Term), out var before) && !before.Log.IsEmpty && !node.Holds(before.Log[^1]))
            throw Broken($"{node.Id} leads term {node.Term} and lost its own entry {before.Log[^1]}");
        _seen[(node.Id, node.Term)] = node;
    }
}
