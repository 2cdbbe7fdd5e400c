using System.Text.Json.Serialization;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>What an engine says of itself, to whoever asks first.</summary>
internal sealed record EngineVersion
{
    public string Version { get; init; } = "";

    public string ApiVersion { get; init; } = "";

    [JsonPropertyName("MinAPIVersion")]
    public string? MinApiVersion { get; init; }

    public string KernelVersion { get; init; } = "";

    /// <summary>Its operating system, of Go's names: <c>linux</c> or <c>windows</c>.</summary>
    public string Os { get; init; } = "";

    public string Arch { get; init; } = "";

    /// <summary>Of what it consists: its own program first.</summary>
    public IReadOnlyList<EngineComponent>? Components { get; init; }

    /// <summary>It is Podman's service, which speaks Docker's API with differences.</summary>
    public bool IsPodman => Components?.Any(component => component.Name.StartsWith("Podman", StringComparison.Ordinal)) is true;
}

internal sealed record EngineComponent(string Name);

/// <summary>What the engine's machine is like.</summary>
internal sealed record EngineInfo
{
    /// <summary>The host's name.</summary>
    public string Name { get; init; } = "";

    public string OperatingSystem { get; init; } = "";

    /// <summary>All of it, bytes.</summary>
    public long MemTotal { get; init; }

    /// <summary><c>1</c> or <c>2</c>; empty where the engine does not say.</summary>
    public string CgroupVersion { get; init; } = "";
}

/// <summary>How an engine refuses.</summary>
internal sealed record EngineMessage
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
