using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Votes for whoever asks, more than once a term (section 5.2 allows one).</summary>
public sealed class VotesForEverybody : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E04",
        Source = "Camunda #5356, Nebula #2405",
        Bug = "It votes for whoever asks, more than once a term.",
        Breaks = Property.ElectionSafety,
        Exposure = "Two candidates of one term.",
        Seams = new ReplicaSeams { Rules = new VotesForEverybody() },
    };

    public override bool MayVoteFor(NodeId candidate, NodeId? votedFor) => true;
}
