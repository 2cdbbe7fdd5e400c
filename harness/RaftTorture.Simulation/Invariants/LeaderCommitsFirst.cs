using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A follower commits nothing that no leader has committed before: it only hears of commits (Figure 2).</summary>
public sealed class LeaderCommitsFirst : Invariant
{
    private readonly HashSet<NodeId> _leaders = [];
    private LogIndex _committed;

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        var hasLed = _leaders.Contains(node.Id); // A leader that commits its own removal leads no more at the end of that step.
        if (node.Role == Role.Leader || hasLed)
            _committed = LogIndex.Max(_committed, node.CommitIndex);
        else if (node.CommitIndex > _committed)
            throw Broken($"{node.Id} follows and has committed {node.CommitIndex}, no leader more than {_committed}");
        if (node.Role == Role.Leader)
            _leaders.Add(node.Id);
        else
            _leaders.Remove(node.Id);
    }
}
