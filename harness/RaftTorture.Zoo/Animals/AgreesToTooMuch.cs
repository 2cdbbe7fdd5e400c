using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Says that it agrees up to one entry more than it has verified (section 5.3).</summary>
public static class AgreesToTooMuch
{
    public static readonly Animal Animal = new()
    {
        Id = "R16",
        Source = "CCF #6016, over-long acknowledgements",
        Bug = "A follower acknowledges more than the request has verified.",
        Breaks = Property.Durability,
        Exposure = "A leader that fails after it has committed.",
        Seams = new ReplicaSeams { Effects = static effects => [.. effects.Select(Break)] },
    };

    private static Effect Break(Effect effect) => effect is Effect.Send { Message: Message.AppendReply { IsSuccess: true } reply }
        ? new Effect.Send(reply with { MatchIndex = reply.MatchIndex.Next })
        : effect;
}
