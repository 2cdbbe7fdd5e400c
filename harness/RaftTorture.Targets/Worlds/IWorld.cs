using RaftTorture.Running.Ports;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;

namespace RaftTorture.Targets.Worlds;

/// <summary>A world in which each node has an address of its own on one bridge, so that faults are the kernel's: network namespaces, or containers.</summary>
/// <remarks>Disposal leaves nothing of it on the machine: no process, container, network, mount, loop device or rule.</remarks>
internal interface IWorld : IAsyncDisposable
{
    /// <summary>The machine that the nodes run on. It lives as long as the world, once the world is prepared.</summary>
    IKernel Kernel { get; }

    /// <summary>Every node's place, in the order of the nodes; known once the world is prepared.</summary>
    IReadOnlyList<Site> Sites { get; }

    /// <summary>What a person should know of the set-up, one sentence each.</summary>
    IReadOnlyList<string> Notices { get; }

    /// <summary>Where a node finds the libfaketime that it is started with; null in a world that starts nodes without.</summary>
    FaketimePlace? FaketimeOf(string node) => null;

    /// <summary>Makes the network, the data directories or disks, and whatever else the nodes need; starts none of them.</summary>
    /// <exception cref="ClusterException">It cannot be had: one line that says what to do.</exception>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Starts a life of a node: its process runs when this returns, ready or not.</summary>
    /// <param name="node">Which.</param>
    /// <param name="launch">Its command line.</param>
    /// <param name="log">Where its output goes.</param>
    /// <param name="isOtherVersion">From the other image or binary, where the run has two.</param>
    /// <exception cref="ClusterException">It cannot be started.</exception>
    Task<IWorldLife> LaunchAsync(Site node, NodeLaunch launch, bool isOtherVersion, NodeLog log, CancellationToken cancellation);

    /// <summary>The disk of a node.</summary>
    INodeDisk DiskOf(Site node);

    /// <summary>Limits the memory of a life from now on, or lifts the limit (null).</summary>
    /// <returns>What the kernel says the limit is now, bytes, or null for none.</returns>
    /// <exception cref="KernelException">This world cannot.</exception>
    Task<long?> LimitMemoryAsync(IWorldLife life, long? bytes, CancellationToken cancellation);
}

/// <summary>A life of a node in a world with a kernel.</summary>
internal interface IWorldLife : INodeLife
{
    /// <summary>The path, on the machine of <see cref="IWorld.Kernel"/>, of its network namespace: what <c>nsenter --net=</c> takes.</summary>
    string NetworkNamespace { get; }

    /// <summary>The path, on that machine, under which its data directory is seen while it lives.</summary>
    string DataPath { get; }

    /// <summary>Whether the kernel killed it for want of memory, known once it ended; null where only its group of memory could tell.</summary>
    bool? RanOutOfMemory => null;
}
