using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Takes an entry of any term for committed once a majority holds it (section 5.4.2 forbids it).</summary>
public sealed class CountsOldEntries : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "C01",
        Source = "LogCabin #44, canonical/raft 524f735, async-raft #106, PySyncObj #169",
        Bug = "It takes an entry of any term for committed once a majority holds it (Figure 8).",
        Breaks = Property.LeaderCompleteness,
        Exposure = "Leaders that take turns and fail between two replications.",
        Seams = new ReplicaSeams { Rules = new CountsOldEntries() },
    };

    public override bool MayCommitByCounting(Term entryTerm, Term currentTerm) => true;
}
