using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.TestKit.Invariants;

/// <summary>Two entries with the same index and term hold the same command, and the logs before them are equal (section 5.3).</summary>
/// <remarks>It is enough that an entry's name decides its command and the term of the entry before: the rest follows by induction.</remarks>
public sealed class LogMatching : Invariant
{
    private readonly Dictionary<(LogIndex Index, Term Term), (Entry Entry, Term Before)> _known = [];
    private readonly Dictionary<NodeId, ImmutableArray<Entry>> _checked = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        var old = _checked.GetValueOrDefault(node.Id, []);
        // From the end back to what this node held before: a log changes only at its end.
        for (var i = node.Log.Length - 1; i >= 0 && !(i < old.Length && ReferenceEquals(old[i], node.Log[i])); i--)
            Check(node.Id, node.Log[i], i == 0 ? Term.Zero : node.Log[i - 1].Term);
        _checked[node.Id] = node.Log;
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
