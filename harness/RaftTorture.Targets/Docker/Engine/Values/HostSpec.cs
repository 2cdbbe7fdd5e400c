using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>What of the host a container is given.</summary>
internal sealed record HostSpec
{
    /// <summary>A network's name, <c>host</c>, <c>none</c>, or <c>container:ID</c>.</summary>
    public string? NetworkMode { get; init; }

    public string? PidMode { get; init; }

    public string? IpcMode { get; init; }

    /// <summary><c>host</c> or <c>private</c>.</summary>
    public string? CgroupnsMode { get; init; }

    /// <summary>Paths of the kernel that it does not see; an empty list leaves none hidden.</summary>
    public IReadOnlyList<string>? MaskedPaths { get; init; }

    /// <summary>Paths of the kernel that it only reads; an empty list has it write them all.</summary>
    public IReadOnlyList<string>? ReadonlyPaths { get; init; }

    /// <summary><c>/on/the/host:/in/the/container[:ro]</c>.</summary>
    public IReadOnlyList<string>? Binds { get; init; }

    public IReadOnlyList<MountSpec>? Mounts { get; init; }

    /// <summary>Memory file systems by path, with their options.</summary>
    public ImmutableSortedDictionary<string, string>? Tmpfs { get; init; }

    public IReadOnlyList<string>? CapAdd { get; init; }

    public IReadOnlyList<string>? CapDrop { get; init; }

    /// <summary>Such as <c>seccomp=unconfined</c>.</summary>
    public IReadOnlyList<string>? SecurityOpt { get; init; }

    public ImmutableSortedDictionary<string, string>? Sysctls { get; init; }

    public IReadOnlyList<string>? DeviceCgroupRules { get; init; }

    public IReadOnlyList<DeviceSpec>? Devices { get; init; }

    public IReadOnlyList<UlimitSpec>? Ulimits { get; init; }

    public RestartPolicySpec? RestartPolicy { get; init; }

    public bool? AutoRemove { get; init; }

    public bool? Init { get; init; }

    /// <summary>Bytes; 0 for no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>Memory and swap together, bytes; the same as <see cref="Memory"/> means no swap.</summary>
    public long? MemorySwap { get; init; }

    /// <summary>Microseconds.</summary>
    public long? CpuPeriod { get; init; }

    /// <summary>Microseconds in each period; -1 for no limit.</summary>
    public long? CpuQuota { get; init; }

    /// <summary>Where ports such as <c>8080/tcp</c> are published.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<PortSpec>>? PortBindings { get; init; }
}

/// <param name="Type"><c>volume</c>, <c>bind</c> or <c>tmpfs</c>.</param>
/// <param name="Source">A volume's name or a path on the engine's machine; empty for an anonymous volume.</param>
/// <param name="Target">The path in the container.</param>
internal sealed record MountSpec(string Type, string Source, string Target)
{
    public bool? ReadOnly { get; init; }
}

internal sealed record DeviceSpec(string PathOnHost, string PathInContainer, string CgroupPermissions);

internal sealed record UlimitSpec(string Name, long Soft, long Hard);

/// <param name="Name"><c>no</c>: restarts are the harness's.</param>
internal sealed record RestartPolicySpec(string Name)
{
    public static readonly RestartPolicySpec Never = new("no");
}

internal sealed record PortSpec(string HostIp, string HostPort);
