using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>A container as the engine knows it.</summary>
internal sealed record ContainerDetails
{
    public string Id { get; init; } = "";

    /// <summary>With a slash before it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The image's id.</summary>
    public string Image { get; init; } = "";

    public ContainerState State { get; init; } = new();

    public HostSpec HostConfig { get; init; } = new();

    public ContainerNetworks NetworkSettings { get; init; } = new();

    public ContainerConfig Config { get; init; } = new();
}

internal sealed record ContainerState
{
    /// <summary><c>created, running, paused, restarting, removing, exited, dead</c>.</summary>
    public string Status { get; init; } = "";

    public bool Running { get; init; }

    public bool Paused { get; init; }

    public bool OOMKilled { get; init; }

    /// <summary>Its number on the engine's machine; 0 if it does not run.</summary>
    public int Pid { get; init; }

    public int ExitCode { get; init; }

    /// <summary>Why it could not be started; empty if it could.</summary>
    public string Error { get; init; } = "";
}

internal sealed record ContainerNetworks
{
    public ImmutableSortedDictionary<string, EndpointSpec> Networks { get; init; } = ImmutableSortedDictionary<string, EndpointSpec>.Empty;

    public ImmutableSortedDictionary<string, ImmutableArray<PortSpec>?>? Ports { get; init; }
}

internal sealed record ContainerConfig
{
    public string Image { get; init; } = "";

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

/// <summary>A container in a list.</summary>
internal sealed record ContainerSummary
{
    public string Id { get; init; } = "";

    /// <summary>Each with a slash before it.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public string Image { get; init; } = "";

    /// <summary>The image's id.</summary>
    public string ImageID { get; init; } = "";

    /// <summary>As <see cref="ContainerState.Status"/>.</summary>
    public string State { get; init; } = "";

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

internal sealed record ContainerCreated
{
    public string Id { get; init; } = "";

    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>How a container ended.</summary>
internal sealed record ContainerEnd
{
    public int StatusCode { get; init; }
}

/// <summary>Limits to be changed while it runs; what is null stays.</summary>
internal sealed record ContainerUpdate
{
    public long? Memory { get; init; }

    public long? MemorySwap { get; init; }

    public long? CpuPeriod { get; init; }

    public long? CpuQuota { get; init; }
}
