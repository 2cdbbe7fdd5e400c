using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>What a volume is made from.</summary>
internal sealed record VolumeSpec
{
    public required string Name { get; init; }

    public string Driver { get; init; } = "local";

    /// <summary>For the driver: with <c>type=ext4</c> and <c>device=/dev/loop0</c> the engine mounts that device whenever a container that has it runs.</summary>
    public ImmutableSortedDictionary<string, string>? DriverOpts { get; init; }

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

/// <summary>A volume as the engine knows it.</summary>
internal sealed record VolumeDetails
{
    public string Name { get; init; } = "";

    /// <summary>Where it is on the engine's machine.</summary>
    public string Mountpoint { get; init; } = "";

    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

internal sealed record VolumeList
{
    public IReadOnlyList<VolumeDetails>? Volumes { get; init; }
}
