using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Serves reads before it knows what earlier leaders acknowledged (thesis 6.4 waits for a commit in its own term).</summary>
public sealed class ReadsBeforeCommitting : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "Q03",
        Source = "thesis 6.4, step 1; RedisRaft #18, #19",
        Bug = "A leader serves reads before it has committed an entry of its own term.",
        Breaks = Property.Linearizability,
        Exposure = "A new leader that has not heard how far the old one had committed.",
        Seams = new ReplicaSeams { Rules = new ReadsBeforeCommitting() },
    };

    public override bool MayServeRead(bool isConfirmedByQuorum, bool hasCommittedInTerm) => isConfirmedByQuorum || !hasCommittedInTerm;
}
