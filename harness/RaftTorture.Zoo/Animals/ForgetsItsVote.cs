using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Restarts without the vote it had given (Figure 2: votedFor is persistent).</summary>
public sealed class ForgetsItsVote : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E01",
        Source = "JRaft #1241, RedisRaft 46a6ad0",
        Bug = "It restarts without the vote that it had given.",
        Breaks = Property.ElectionSafety,
        Exposure = "A voter is killed between the requests of two candidates of one term.",
        Seams = new ReplicaSeams { Rules = new ForgetsItsVote() },
    };

    public override HardState Recover(HardState durable) => durable with { VotedFor = null };
}
