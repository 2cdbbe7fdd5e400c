using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Does not enter the term of a candidate (section 5.1: whoever hears of a higher term enters it).</summary>
public sealed class RefusesWithoutLearning : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E12",
        Source = "a mutant: no case is known to us",
        Bug = "It does not learn of a higher term from a request for its vote.",
        Breaks = Property.Availability,
        Exposure = "An election.",
        Seams = new ReplicaSeams { Rules = new RefusesWithoutLearning() },
    };

    public override bool EntersTermOf(Message message, Term current) => message is not Message.RequestVote && base.EntersTermOf(message, current);
}
