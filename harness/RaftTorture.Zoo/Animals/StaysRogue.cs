using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Does not step down when an answer brings a higher term (section 5.1).</summary>
public sealed class StaysRogue : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E13",
        Source = "willemt/raft 75b0104, rogue leaders",
        Bug = "A leader does not learn of a higher term from the answers to it.",
        Breaks = Property.Availability,
        Exposure = "A leader that was cut off comes back, and is answered in a higher term.",
        Seams = new ReplicaSeams { Rules = new StaysRogue() },
    };

    public override bool EntersTermOf(Message message, Term current) => message is not Message.AppendReply && base.EntersTermOf(message, current);
}
