using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>An image as the engine knows it.</summary>
internal sealed record ImageDetails
{
    public string Id { get; init; } = "";

    public IReadOnlyList<string>? RepoTags { get; init; }

    public string Architecture { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    public ImageConfig? Config { get; init; }
}

internal sealed record ImageConfig
{
    public IReadOnlyList<string>? Env { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

/// <summary>An image in a list.</summary>
internal sealed record ImageSummary
{
    public string Id { get; init; } = "";

    /// <summary>Seconds since 1970.</summary>
    public long Created { get; init; }

    public IReadOnlyList<string>? RepoTags { get; init; }

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

/// <summary>A line of what is said while an image is built, imported, loaded or pulled.</summary>
internal sealed record ImageProgress
{
    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("errorDetail")]
    public EngineMessage? ErrorDetail { get; init; }
}
