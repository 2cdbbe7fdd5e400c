using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>What a network is made from.</summary>
internal sealed record NetworkSpec
{
    public required string Name { get; init; }

    public string Driver { get; init; } = "bridge";

    /// <summary>No way out of it but to the machine itself.</summary>
    public bool? Internal { get; init; }

    /// <summary>A second of the same name is refused.</summary>
    public bool? CheckDuplicate { get; init; } = true;

    public IpamSpec? IPAM { get; init; }

    /// <summary>Such as <c>com.docker.network.bridge.name</c>.</summary>
    public ImmutableSortedDictionary<string, string>? Options { get; init; }

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

/// <summary>The address ranges of a network.</summary>
internal sealed record IpamSpec
{
    public IReadOnlyList<SubnetSpec>? Config { get; init; }
}

/// <param name="Subnet">Such as <c>198.18.7.0/24</c>.</param>
internal sealed record SubnetSpec(string Subnet)
{
    public string? Gateway { get; init; }
}

/// <summary>A network as the engine knows it.</summary>
internal sealed record NetworkDetails
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public IpamSpec? IPAM { get; init; }

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

internal sealed record NetworkCreated
{
    public string Id { get; init; } = "";
}

internal sealed record NetworkConnection(string Container)
{
    public EndpointSpec? EndpointConfig { get; init; }

    public bool? Force { get; init; }
}
