using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>What a container is made from. What is null is left to the engine, or to the image.</summary>
internal sealed record ContainerSpec
{
    public required string Image { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    /// <summary><c>NAME=value</c>.</summary>
    public IReadOnlyList<string>? Env { get; init; }

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }

    public string? WorkingDir { get; init; }

    public string? User { get; init; }

    public string? Hostname { get; init; }

    public string? StopSignal { get; init; }

    public bool? AttachStdin { get; init; }

    public bool? AttachStdout { get; init; }

    public bool? AttachStderr { get; init; }

    public bool? OpenStdin { get; init; }

    /// <summary>Its standard input ends when the one that is attached to it goes away.</summary>
    public bool? StdinOnce { get; init; }

    /// <summary>Ports by <c>7000/tcp</c>.</summary>
    public ImmutableSortedDictionary<string, Nothing>? ExposedPorts { get; init; }

    public HostSpec? HostConfig { get; init; }

    public NetworkingSpec? NetworkingConfig { get; init; }
}

/// <summary>A JSON object with nothing in it, which the API uses for sets.</summary>
internal sealed record Nothing
{
    public static readonly Nothing AtAll = new();
}

/// <summary>To which networks it is connected from the start.</summary>
internal sealed record NetworkingSpec(ImmutableSortedDictionary<string, EndpointSpec> EndpointsConfig);

/// <summary>Its place in a network. It keeps it over stop and start; after a disconnect it must be said again.</summary>
internal sealed record EndpointSpec
{
    public EndpointAddress? IPAMConfig { get; init; }

    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>As the engine tells it: empty while it does not run.</summary>
    public string? IPAddress { get; init; }
}

internal sealed record EndpointAddress(string IPv4Address);
