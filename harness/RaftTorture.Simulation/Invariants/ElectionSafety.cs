using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>At most one leader a term (section 5.2).</summary>
public sealed class ElectionSafety : Invariant
{
    private readonly Dictionary<Term, NodeId> _leaders = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (node.Role == Role.Leader && !_leaders.TryAdd(node.Term, node.Id) && _leaders[node.Term] != node.Id)
            throw Broken($"{_leaders[node.Term]} and {node.Id} both lead term {node.Term}");
    }
}
