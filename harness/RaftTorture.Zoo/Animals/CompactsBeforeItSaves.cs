using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Forgets the log when a snapshot is begun (section 7: once it is written).</summary>
public static class CompactsBeforeItSaves
{
    public static readonly Animal Animal = new()
    {
        Id = "S11",
        Source = "RedisRaft #43",
        Bug = "The log is compacted before the snapshot that replaces it is durable.",
        Breaks = Property.Durability,
        Exposure = "The power fails while a snapshot is written.",
        Seams = new ReplicaSeams { Effects = Break },
    };

    private static IReadOnlyList<Effect> Break(IReadOnlyList<Effect> effects) =>
        [.. effects.SelectMany(static effect => effect is Effect.TakeSnapshot take ? [new Effect.Compact(take.Snapshot.LastIndex), take] : new[] { effect })];
}
