using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A read sees everything that anybody had committed when it was asked: the cheapest judge of linearizability there is.</summary>
public sealed class FreshRead : Invariant
{
    private readonly Dictionary<long, LogIndex> _committedWhenAsked = [];
    private LogIndex _committed;

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks) => _committed = LogIndex.Max(_committed, node.CommitIndex);

    public override void OnReadAsked(long readId) => _committedWhenAsked[readId] = _committed;

    public override void OnReadAnswered(long readId, LogIndex readIndex, LogIndex applied)
    {
        var committed = _committedWhenAsked[readId];
        if (readIndex < committed)
            throw Broken($"a read is answered at {readIndex}, but {committed} was committed when it was asked");
        if (applied < readIndex)
            throw Broken($"a read at {readIndex} is answered by a state machine that is at {applied}");
    }
}
