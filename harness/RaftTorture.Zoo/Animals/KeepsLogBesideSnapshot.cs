using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Keeps on its disk the log that a snapshot contradicts (section 7: the whole log is discarded).</summary>
public static class KeepsLogBesideSnapshot
{
    public static readonly Animal Animal = new()
    {
        Id = "S03",
        Source = "openraft #559, #753",
        Bug = "A log that conflicts with the snapshot is kept when that is installed.",
        Breaks = Property.LogMatching,
        Exposure = "A follower with another log is sent a snapshot.",
        Seams = new ReplicaSeams { Effects = static effects => [.. effects.Select(Break)] },
    };

    private static Effect Break(Effect effect) => effect is Effect.InstallSnapshot install ? install with { KeepsLog = true } : effect;
}
