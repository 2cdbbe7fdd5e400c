using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Kernel.Memory;

namespace RaftTorture.Targets.Docker.Helper;

/// <summary>What the helper container of a run is like.</summary>
/// <param name="Name">Of the container; its volume is named after it.</param>
/// <param name="Labels">On both, so that what a dead run leaves is found.</param>
internal sealed record HelperSpec(string Name, ImmutableSortedDictionary<string, string> Labels)
{
    /// <summary>In the container: where images of disks lie, in a volume.</summary>
    public const string Disks = "/disks";

    /// <summary>It raises limits of other processes. Some machines have it not to give.</summary>
    public const string Optional = "SYS_RESOURCE";

    /// <summary>What each is for stands in docker/README.md.</summary>
    private static readonly ImmutableArray<string> Capabilities = ["NET_ADMIN", "NET_RAW", "SYS_ADMIN", "SYS_PTRACE", "KILL"];

    /// <summary>Loop devices, and the device that makes them.</summary>
    private static readonly ImmutableArray<string> Devices = ["b 7:* rmw", "c 10:237 rmw"];

    /// <summary>The harness of which this code is a part.</summary>
    public static string HarnessBesideThis => Path.Combine(AppContext.BaseDirectory, "raft-torture.dll");

    /// <summary>The harness, which is copied into the image with the files that it needs.</summary>
    public string HarnessPath { get; init; } = HarnessBesideThis;

    /// <summary>What makes an agent of it.</summary>
    public ImmutableArray<string> AgentArguments { get; init; } = ["agent"];

    public string Volume => $"{Name}-disks";

    /// <summary>The container. It sees the networks, the processes and the devices of the engine's machine, and is never privileged.</summary>
    public ContainerSpec ToContainer(string image, IReadOnlyList<string> command, bool withOptional) => new()
    {
        Image = image,
        Entrypoint = [.. command, .. AgentArguments],
        Labels = Labels,
        AttachStdin = true,
        AttachStdout = true,
        AttachStderr = true,
        OpenStdin = true,
        // The agent undoes everything when its input ends: it must end with the one who is attached, that is this harness.
        StdinOnce = true,
        HostConfig = new HostSpec
        {
            NetworkMode = "host",
            PidMode = "host",
            CgroupnsMode = "host",
            CapAdd = withOptional ? [.. Capabilities, Optional] : Capabilities,
            SecurityOpt = ["seccomp=unconfined", "apparmor=unconfined"],
            // Settings of the network and of single processes are files in /proc.
            MaskedPaths = [],
            ReadonlyPaths = [],
            DeviceCgroupRules = Devices,
            Binds = ["/dev:/dev", $"/sys/fs/cgroup:{MemoryHierarchy.OfMachine}", $"{Volume}:{Disks}"],
            RestartPolicy = RestartPolicySpec.Never,
            AutoRemove = true,
        },
    };
}
