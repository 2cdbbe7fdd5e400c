using System.Text.Json.Serialization;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>What the kernel counts of a container, read by the engine from its control groups.</summary>
internal sealed record ContainerStats
{
    [JsonPropertyName("memory_stats")]
    public MemoryStats Memory { get; init; } = new();

    [JsonPropertyName("cpu_stats")]
    public CpuStats Cpu { get; init; } = new();
}

internal sealed record MemoryStats
{
    /// <summary>Bytes.</summary>
    [JsonPropertyName("usage")]
    public ulong Usage { get; init; }

    /// <summary>Bytes; the machine's memory if there is no limit, and 0 if it does not run.</summary>
    [JsonPropertyName("limit")]
    public ulong Limit { get; init; }
}

internal sealed record CpuStats
{
    [JsonPropertyName("throttling_data")]
    public CpuThrottling Throttling { get; init; } = new();
}

internal sealed record CpuThrottling
{
    [JsonPropertyName("throttled_periods")]
    public ulong Periods { get; init; }

    [JsonPropertyName("throttled_time")]
    public ulong Nanoseconds { get; init; }
}
