namespace RaftTorture.Targets.Worlds;

/// <summary>What a cluster in a world with a kernel is made of, besides the world and the system.</summary>
internal sealed record WorldClusterOptions
{
    /// <summary>Where each node gets <c>nodes/ID/node.log</c>.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>What was found before the start.</summary>
    public required WorldAbilities Abilities { get; init; }

    /// <summary>Seed of what faults leave to chance.</summary>
    public long Seed { get; init; }

    /// <summary>How long a node may take to answer as ready, and all of them to find a leader.</summary>
    public TimeSpan ReadyPatience { get; init; } = TimeSpan.FromSeconds(20);
}
