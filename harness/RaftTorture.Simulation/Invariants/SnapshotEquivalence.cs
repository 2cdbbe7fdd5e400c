using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A snapshot is what applying its entries one by one would have made, members included, for whoever takes it or goes on from it (section 7).</summary>
public sealed class SnapshotEquivalence : Invariant
{
    private readonly List<(ulong StateHash, Configuration? Members)> _reference = [(0, null)];

    public override void OnApply(NodeId node, int incarnation, Entry entry, ulong stateHash)
    {
        if (entry.Index.Value != _reference.Count)
            return;
        _reference.Add((stateHash, entry.Kind == EntryKind.Configuration ? ConfigurationCodec.Decode(entry.Payload.Span) : _reference[^1].Members));
    }

    public override void OnSnapshot(NodeId node, SnapshotView snapshot) => Check(node, snapshot);

    public override void OnRestored(NodeId node, int incarnation, SnapshotView snapshot) => Check(node, snapshot);

    private void Check(NodeId node, SnapshotView snapshot)
    {
        var (stateHash, members) = _reference[(int)snapshot.Meta.LastIndex.Value];
        if (snapshot.StateHash != stateHash)
            throw Broken($"{node}'s snapshot up to {snapshot.Meta.LastIndex} holds another state than its entries make");
        if (members is not null && !members.Equals(snapshot.Meta.Configuration))
            throw Broken($"{node}'s snapshot up to {snapshot.Meta.LastIndex} has the members {snapshot.Meta.Configuration}, not {members}");
    }
}
