using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>Two entries with the same index and term hold the same command, and the logs before them are equal (section 5.3).</summary>
/// <remarks>It is enough that an entry's name decides its command and the term of the entry before: the rest follows by induction.</remarks>
public sealed class LogMatching : Invariant
{
    private readonly Dictionary<(LogIndex Index, Term Term), (Entry Entry, Term Before)> _known = [];
    private readonly Dictionary<NodeId, List<Entry>> _checked = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (!_checked.TryGetValue(node.Id, out var old))
            _checked[node.Id] = old = [];
        old.RemoveRange(0, old.TakeWhile(entry => entry.Index <= node.Start.Index).Count());
        var same = LengthInCommon(old, node.Log);
        old.RemoveRange(same, old.Count - same);
        for (var i = same; i < node.Log.Count; i++)
        {
            Check(node.Id, node.Log[i], i == 0 ? node.Start.Term : node.Log[i - 1].Term);
            old.Add(node.Log[i]);
        }
    }

    /// <summary>Found from the end: what is old changes only there.</summary>
    private static int LengthInCommon(List<Entry> old, IReadOnlyList<Entry> now)
    {
        var length = Math.Min(old.Count, now.Count);
        while (length > 0 && !ReferenceEquals(old[length - 1], now[length - 1]))
            length--;
        return length;
    }

    private void Check(NodeId node, Entry entry, Term before)
    {
        if (_known.TryAdd((entry.Index, entry.Term), (entry, before)))
            return;
        var known = _known[(entry.Index, entry.Term)];
        if (!known.Entry.Equals(entry))
            throw Broken($"{node} holds another command in {entry} than was seen there before");
        if (known.Before != before)
            throw Broken($"{node} holds {entry} behind term {before}, elsewhere it follows term {known.Before}");
    }
}
