using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Leaves an entry out of the middle of a batch (section 5.3: entries are contiguous).</summary>
public static class SkipsAnEntry
{
    public static readonly Animal Animal = new()
    {
        Id = "R11",
        Source = "LogCabin #160 cf4a659",
        Bug = "A batch that it sends lacks one of its entries.",
        Breaks = Property.LogMatching,
        Exposure = "A batch of three entries or more.",
        Seams = new ReplicaSeams { Effects = static effects => [.. effects.Select(Break)] },
    };

    private static Effect Break(Effect effect) => effect is Effect.Send { Message: Message.AppendEntries { Entries.Length: > 2 } append }
        ? new Effect.Send(append with { Entries = append.Entries.RemoveAt(1) })
        : effect;
}
