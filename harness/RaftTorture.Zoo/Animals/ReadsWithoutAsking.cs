using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Serves reads as soon as it believes it leads (thesis 6.4 asks a quorum first).</summary>
public sealed class ReadsWithoutAsking : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "Q01",
        Source = "dqlite #258, go-dqlite #207",
        Bug = "A leader serves reads as soon as it believes that it leads.",
        Breaks = Property.Linearizability,
        Exposure = "A leader that is cut off, with clients on both sides.",
        Seams = new ReplicaSeams { Rules = new ReadsWithoutAsking() },
    };

    public override bool MayServeRead(bool isConfirmedByQuorum, bool hasCommittedInTerm) => true;
}
