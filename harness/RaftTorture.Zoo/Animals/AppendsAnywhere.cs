using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Appends behind any entry at the previous index, whatever its term (section 5.3, the consistency check).</summary>
public sealed class AppendsAnywhere : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "R01",
        Source = "a mutant: no case is known to us",
        Bug = "It appends behind any entry at the previous index, whatever its term.",
        Breaks = Property.LogMatching,
        Exposure = "A partition with writes on both sides, then a heal.",
        Seams = new ReplicaSeams { Rules = new AppendsAnywhere() },
    };

    public override bool LogMatches(Term? termThere, Term previousTerm) => termThere is not null;
}
