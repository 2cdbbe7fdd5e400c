using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Makes neither its term nor its vote durable (Figure 2: both are persistent).</summary>
public static class SkipsTerms
{
    public static readonly Animal Animal = new()
    {
        Id = "E02b",
        Source = "a mutant: no case is known to us",
        Bug = "It does not make its term durable.",
        Breaks = Property.ElectionSafety,
        Exposure = "A kill after the term has risen.",
        Seams = new ReplicaSeams { Effects = static effects => [.. effects.Select(Break)] },
    };

    private static Effect Break(Effect effect) => effect is Effect.Persist persist ? persist with { HardState = null } : effect;
}
