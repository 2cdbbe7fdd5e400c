using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker;

/// <summary>What a cluster of containers is made of.</summary>
internal sealed record DockerWorldOptions
{
    /// <summary>The names of the nodes.</summary>
    public ImmutableArray<string> Nodes { get; init; } = ["n1", "n2", "n3", "n4", "n5"];

    /// <summary>Where each node's data are brought to when the world ends: <c>nodes/ID/data</c>.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Names this run among all runs.</summary>
    public required string RunId { get; init; }

    /// <summary>The nodes' image, which the engine has.</summary>
    public required string Image { get; init; }

    /// <summary>The image of the other version, where the run has two.</summary>
    public string? OtherImage { get; init; }

    /// <summary>Whether the nodes' data are brought to the run directory at the end.</summary>
    public bool BringsData { get; init; } = true;
}
