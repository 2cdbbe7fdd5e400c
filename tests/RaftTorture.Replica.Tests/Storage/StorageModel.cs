using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>What a node's directory is meant to hold: the judge of what it does hold.</summary>
/// <param name="HardState">Term and vote.</param>
/// <param name="Start">Where the log begins; it may begin later, up to the snapshot.</param>
/// <param name="Entries">Behind the start.</param>
/// <param name="Snapshot">The latest; null before the first.</param>
/// <param name="Pins">All that were set.</param>
internal sealed record StorageModel(
    HardState HardState, LogPosition Start, ImmutableList<Entry> Entries, SnapshotMeta? Snapshot, ImmutableList<Pin> Pins)
{
    public static readonly StorageModel Newborn = new(HardState.Initial, LogPosition.Start, [], null, []);

    public LogPosition Last => Entries.IsEmpty ? Start : PositionOf(Entries[^1]);

    public LogIndex SnapshotIndex => Snapshot?.LastIndex ?? LogIndex.Zero;

    public LogPosition At(LogIndex index) => index == Start.Index ? Start : PositionOf(Entries[(int)(index.Value - Start.Index.Value - 1)]);

    public StorageModel With(IReadOnlyList<Entry> entries) =>
        this with { Entries = Entries.GetRange(0, (int)(entries[0].Index.Value - Start.Index.Value - 1)).AddRange(entries) };

    /// <summary>What is different in a directory, or null if it holds exactly this.</summary>
    public string? DifferenceTo(ReplicaStorage storage)
    {
        var recovered = storage.Recovered;
        if (recovered.HardState != HardState)
            return $"{recovered.HardState} instead of {HardState}";
        if (recovered.Snapshot != (Snapshot ?? SnapshotMeta.Founding(Logs.Founding)))
            return $"{recovered.Snapshot} instead of {Snapshot}";
        if (Pins.Any(pin => storage.Log.PinOf(pin.Node, pin.JoinedAt) != pin.Incarnation))
            return "another pin";
        return DifferenceToLog(recovered) ?? DifferenceToBlocks(storage);
    }

    private string? DifferenceToLog(Recovered recovered)
    {
        var start = recovered.LogStart;
        if (start.Index < Start.Index || start.Index > SnapshotIndex || At(start.Index) != start)
            return $"the log starts at {start}";
        if (start.Index.Value + recovered.Entries.Length != Last.Index.Value)
            return $"{recovered.Entries.Length} entries behind {start.Index}, not up to {Last.Index}";
        var expected = Entries.Skip((int)(start.Index.Value - Start.Index.Value));
        return expected.SequenceEqual(recovered.Entries) ? null : "other entries";
    }

    private string? DifferenceToBlocks(ReplicaStorage storage)
    {
        var index = SnapshotIndex.Value;
        byte[][] expected = Snapshot is null ? [] : [Logs.Block(index, 1), Logs.Block(index, 2)];
        var blocks = storage.Blocks();
        return blocks.Length == expected.Length && blocks.Zip(expected).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)) ? null : "another state";
    }

    private static LogPosition PositionOf(Entry entry) => new(entry.Index, entry.Term);
}
