using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Says what it will have made durable (Figure 2: stable storage is updated before responding).</summary>
public static class SendsBeforeItPersists
{
    public static readonly Animal Animal = new()
    {
        Id = "D13",
        Source = "a mutant: no case is known to us",
        Bug = "It sends its messages before the flush that they rest on.",
        Breaks = Property.Durability,
        Exposure = "The power fails in the window between.",
        Seams = new ReplicaSeams { Effects = Break },
    };

    private static IReadOnlyList<Effect> Break(IReadOnlyList<Effect> effects) => [.. effects.OrderBy(static effect => effect is Effect.Persist)];
}
