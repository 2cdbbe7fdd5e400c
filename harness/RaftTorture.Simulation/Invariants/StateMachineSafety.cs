using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>All nodes apply the same entry at an index (section 5.4.3), one after the other, each once a life, and come to the same state.</summary>
public sealed class StateMachineSafety : Invariant
{
    private readonly Dictionary<LogIndex, (Entry Entry, ulong StateHash)> _applied = [];
    private readonly Dictionary<(NodeId Node, int Incarnation), LogIndex> _last = [];

    public override void OnRestored(NodeId node, int incarnation, SnapshotView snapshot) => _last[(node, incarnation)] = snapshot.Meta.LastIndex;

    public override void OnApply(NodeId node, int incarnation, Entry entry, ulong stateHash)
    {
        var last = _last.GetValueOrDefault((node, incarnation));
        if (entry.Index != last.Next)
            throw Broken($"{node} applies {entry} right after {last}");
        _last[(node, incarnation)] = entry.Index;
        if (_applied.TryAdd(entry.Index, (entry, stateHash)))
            return;
        var first = _applied[entry.Index];
        if (!first.Entry.Equals(entry))
            throw Broken($"{node} applies {entry} where {first.Entry} was applied before");
        if (first.StateHash != stateHash)
            throw Broken($"{node} has applied {entry} and come to another state than the first that did");
    }
}
