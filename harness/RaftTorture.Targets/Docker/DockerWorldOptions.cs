using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel;

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

    /// <summary>Opens the kernel of the engine's machine: through a helper container, but in tests.</summary>
    public required Func<ContainerEngine, RunLabels, CancellationToken, Task<IKernel>> OpenKernel { get; init; }

    /// <summary>The largest data of one node that are brought back, bytes.</summary>
    public long MostDataBrought { get; init; } = 256L << 20;
}
