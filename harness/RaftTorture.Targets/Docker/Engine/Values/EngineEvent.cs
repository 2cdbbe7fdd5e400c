using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>Something that happened in the engine.</summary>
internal sealed record EngineEvent
{
    /// <summary><c>container</c>, <c>network</c>, ...</summary>
    public string Type { get; init; } = "";

    /// <summary><c>start</c>, <c>die</c>, <c>oom</c>, ...</summary>
    public string Action { get; init; } = "";

    public EventActor Actor { get; init; } = new();

    /// <summary>Nanoseconds since 1970, by the engine's clock.</summary>
    [JsonPropertyName("timeNano")]
    public long TimeNano { get; init; }
}

internal sealed record EventActor
{
    [JsonPropertyName("ID")]
    public string Id { get; init; } = "";

    /// <summary>Its labels, its name, and what the action tells, such as <c>exitCode</c>.</summary>
    public ImmutableSortedDictionary<string, string>? Attributes { get; init; }
}
