using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Takes an answer to an old round for a confirmation of the newest (thesis 6.4: only of what it answers).</summary>
public sealed class ConfirmsNewerReads : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "Q06",
        Source = "etcd #20418, RATIS-1773",
        Bug = "Late answers to an old round confirm a newer read.",
        Breaks = Property.Linearizability,
        Exposure = "Answers that are late, and a leader that was replaced meanwhile.",
        Seams = new ReplicaSeams { Rules = new ConfirmsNewerReads() },
    };

    public override long ConfirmedRound(long answered, long latest) => answered > 0 ? latest : answered;
}
