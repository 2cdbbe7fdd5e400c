using RaftTorture.Raft;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.TestKit.Invariants;

/// <summary>A snapshot is what applying its entries one by one would have made, members included, for whoever takes it or goes on from it (section 7).</summary>
public sealed class SnapshotEquivalence : Invariant
{
    private readonly List<(ToyState State, Configuration? Members)> _reference = [(ToyState.Empty, null)];

    public override void OnApply(NodeId node, int incarnation, Entry entry)
    {
        if (entry.Index.Value != _reference.Count)
            return;
        var (state, members) = _reference[^1];
        _reference.Add((state.After(entry), entry.Kind == EntryKind.Configuration ? ConfigurationCodec.Decode(entry.Payload.Span) : members));
    }

    public override void OnSnapshot(NodeId node, SnapshotFile snapshot) => Check(node, snapshot);

    public override void OnRestored(NodeId node, int incarnation, SnapshotFile snapshot) => Check(node, snapshot);

    private void Check(NodeId node, SnapshotFile snapshot)
    {
        var (state, members) = _reference[(int)snapshot.Meta.LastIndex.Value];
        if (snapshot.State.Digest != state.Digest || !snapshot.State.Values.SequenceEqual(state.Values))
            throw Broken($"{node}'s snapshot up to {snapshot.Meta.LastIndex} holds another state than its entries make");
        if (members is not null && !members.Equals(snapshot.Meta.Configuration))
            throw Broken($"{node}'s snapshot up to {snapshot.Meta.LastIndex} has the members {snapshot.Meta.Configuration}, not {members}");
    }
}
