using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Restarts in term zero (Figure 2: currentTerm is persistent).</summary>
public sealed class FallsBackInTerm : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E02",
        Source = "a mutant: no case is known to us",
        Bug = "It restarts in term zero.",
        Breaks = Property.ElectionSafety,
        Exposure = "A kill after the term has risen.",
        Seams = new ReplicaSeams { Rules = new FallsBackInTerm() },
    };

    public override HardState Recover(HardState durable) => HardState.Initial;
}
