using RaftTorture.Raft;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.TestKit.Invariants;

/// <summary>All nodes apply the same entry at an index (section 5.4.3), one after the other, each once a life.</summary>
public sealed class StateMachineSafety : Invariant
{
    private readonly Dictionary<LogIndex, Entry> _applied = [];
    private readonly Dictionary<(NodeId Node, int Incarnation), LogIndex> _last = [];

    public override void OnRestored(NodeId node, int incarnation, SnapshotFile snapshot) => _last[(node, incarnation)] = snapshot.Meta.LastIndex;

    public override void OnApply(NodeId node, int incarnation, Entry entry)
    {
        var last = _last.GetValueOrDefault((node, incarnation));
        if (entry.Index != last.Next)
            throw Broken($"{node} applies {entry} right after {last}");
        _last[(node, incarnation)] = entry.Index;
        if (!_applied.TryAdd(entry.Index, entry) && !_applied[entry.Index].Equals(entry))
            throw Broken($"{node} applies {entry} where {_applied[entry.Index]} was applied before");
    }
}
