using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A leader moves its commit index only onto an entry of its own term (section 5.4.2).</summary>
public sealed class CommitRule : Invariant
{
    private readonly Dictionary<(NodeId Node, int Incarnation), LogIndex> _commits = [];

    public override void OnStart(NodeView node, NodeId? votedFor, StableStorage disk) => _commits[(node.Id, node.Incarnation)] = node.CommitIndex;

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        var before = _commits.GetValueOrDefault((node.Id, node.Incarnation));
        _commits[(node.Id, node.Incarnation)] = node.CommitIndex;
        if (node.Role == Role.Leader && node.CommitIndex > before && node.TermAt(node.CommitIndex) != node.Term)
            throw Broken($"{node.Id} leads term {node.Term} and commits {node.CommitIndex}@{node.TermAt(node.CommitIndex)} by counting");
    }
}
