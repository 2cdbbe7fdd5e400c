using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Makes its term durable and not its vote (Figure 2: both are persistent).</summary>
public static class SkipsVotes
{
    public static readonly Animal Animal = new()
    {
        Id = "E01b",
        Source = "JRaft #1241 9f6f5dc",
        Bug = "It does not make its vote durable.",
        Breaks = Property.ElectionSafety,
        Exposure = "A voter is killed between the requests of two candidates of one term.",
        Seams = new ReplicaSeams { Effects = static effects => [.. effects.Select(Break)] },
    };

    private static Effect Break(Effect effect) =>
        effect is Effect.Persist { HardState: { } state } persist ? persist with { HardState = state with { VotedFor = null } } : effect;
}
