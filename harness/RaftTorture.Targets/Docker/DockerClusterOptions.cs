using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Docker;

/// <summary>Of what the nodes in containers are made.</summary>
public sealed record DockerNodes
{
    /// <summary>The node's program on this machine, of which an image is made; null if <see cref="Image"/> says it.</summary>
    public string? Binary { get; init; }

    /// <summary>An image that the engine has, whose entry point takes the node's arguments; null for one made of <see cref="Binary"/>.</summary>
    public string? Image { get; init; }

    /// <summary>The other version's program, for runs that mix two; or null.</summary>
    public string? OtherBinary { get; init; }

    /// <summary>The other version's image; or null.</summary>
    public string? OtherImage { get; init; }

    /// <summary>The families of faults that are asked for.</summary>
    public IReadOnlyCollection<FaultKind> Kinds { get; init; } = [];

    /// <summary>How clocks shall be made wrong.</summary>
    public ClockMethod ClockMethod { get; init; }
}

/// <summary>What a cluster in the <c>docker</c> world is made of, besides its images.</summary>
public sealed record DockerClusterOptions
{
    /// <summary>The names of the nodes.</summary>
    public required ImmutableArray<string> Nodes { get; init; }

    /// <summary>Where each node gets <c>nodes/ID/node.log</c>, and <c>nodes/ID/data</c> at the end.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Entries after which a node snapshots and compacts its log, 0 for never; null leaves it to the node.</summary>
    public int? SnapshotThreshold { get; init; }

    /// <summary>Given to every node after the arguments of its own.</summary>
    public ImmutableArray<string> ExtraNodeArguments { get; init; } = [];

    /// <summary>What the workload keeps in a key.</summary>
    public ValueShape ValueShape { get; init; } = ValueShape.Scalar;

    /// <summary>Seed of what faults and clients leave to chance.</summary>
    public long Seed { get; init; }

    /// <summary>The cluster's id: nodes of another cluster are refused.</summary>
    public required string RunId { get; init; }
}
