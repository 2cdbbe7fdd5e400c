using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker;

/// <summary>What a cluster of containers is made of.</summary>
internal sealed record DockerWorldOptions
{
    /// <summary>The names of the nodes.</summary>
    public ImmutableArray<string> Nodes { get; init; } = ["n1", "n2", "n3", "n4", "n5"];

    /// <summary>Where each node's data are brought to when the world ends: <c>nodes/ID/data</c>.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The nodes' image, which the engine has.</summary>
    public required string Image { get; init; }

    /// <summary>The other version, where the run has two.</summary>
    public NodeProgram? Other { get; init; }

    /// <summary>The nodes' ports that the harness and its clients connect to: published, where the nodes' addresses cannot be reached.</summary>
    public ImmutableArray<int> ServedPorts { get; init; } = [];

    /// <summary>Where the kernel keeps the images of disks, so that each node has a file system of its own; null for plain volumes.</summary>
    public string? DiskImages { get; init; }

    /// <summary>How large such a disk is.</summary>
    public long DiskBytes { get; init; } = 512L << 20;

    /// <summary>The library, on the harness's machine, that is copied into each node's container so that its clock can be made wrong; null if it takes none.</summary>
    public string? Faketime { get; init; }

    /// <summary>What a person should know already.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Whether the nodes' data are brought to the run directory at the end.</summary>
    public bool BringsData { get; init; } = true;
}

/// <summary>A node's program as containers have it.</summary>
/// <param name="Image">With its tag.</param>
/// <param name="Program">What comes before the node's own arguments; empty for the entry point of the image.</param>
internal sealed record NodeProgram(string Image, ImmutableArray<string> Program);
