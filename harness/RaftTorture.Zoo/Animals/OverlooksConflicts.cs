using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Keeps its own entry where the leader's differs (section 5.3 removes it).</summary>
public sealed class OverlooksConflicts : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "R02",
        Source = "a mutant: no case is known to us",
        Bug = "It keeps its own entry where the leader's differs.",
        Breaks = Property.LogMatching,
        Exposure = "A partition with writes on both sides, then a heal.",
        Seams = new ReplicaSeams { Rules = new OverlooksConflicts() },
    };

    public override bool Conflicts(Term mine, Term leaders) => false;
}
