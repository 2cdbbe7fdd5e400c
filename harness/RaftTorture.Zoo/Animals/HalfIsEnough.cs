using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Takes half of an even cluster for a majority (section 5.2).</summary>
public sealed class HalfIsEnough : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E10",
        Source = "hashicorp/raft 163a55f",
        Bug = "It takes half of an even cluster for a majority.",
        Breaks = Property.ElectionSafety,
        Exposure = "A partition in the middle of an even cluster.",
        Seams = new ReplicaSeams { Rules = new HalfIsEnough() },
    };

    public override bool IsQuorum(int count, int members) => 2 * count >= members;
}
