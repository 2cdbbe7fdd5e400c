using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Netns;

/// <summary>The <c>netns</c> world with nodes of the reference system, as far as it is known before anything is made: what can be broken, and how to make it.</summary>
public sealed class NetnsStage
{
    private readonly NodeAbilities _node;
    private readonly WorldAbilities _abilities;

    private NetnsStage(NodeAbilities node, WorldAbilities abilities) => (_node, _abilities) = (node, abilities);

    /// <summary>Tries what is asked for, in the namespaces that this process has entered.</summary>
    /// <param name="node">What the node's program can do.</param>
    /// <param name="kinds">The families that are asked for.</param>
    /// <param name="clockMethod">How clocks shall be made wrong.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<NetnsStage> ProbeAsync(
        NodeAbilities node, IReadOnlyCollection<FaultKind> kinds, ClockMethod clockMethod, CancellationToken cancellation)
    {
        await using var kernel = new OwnKernel();
        using var system = new ReferenceSystem(new ReferenceOptions { ClusterId = "", Abilities = node });
        return new NetnsStage(node, await WorldAbilities.ProbeAsync(system, kernel, kinds, cancellation, clockMethod));
    }

    /// <inheritdoc cref="ICluster.WhyUnsupported"/>
    public string? WhyUnsupported(FaultKind kind) => _abilities.WhyUnsupported(kind);

    /// <summary>A cluster that is not yet started: its nodes have no directories, and there is no network.</summary>
    /// <exception cref="ClusterException">There are more nodes than addresses.</exception>
    public ICluster Create(NetnsClusterOptions options)
    {
        if (options.Nodes.Length > NetnsNetwork.MostNodes)
            throw new ClusterException($"the netns world has {NetnsNetwork.MostNodes} addresses: take fewer nodes");
        var world = new NetnsWorld(new NetnsOptions
        {
            Nodes = options.Nodes,
            RunDirectory = options.RunDirectory,
            HasOwnDisks = _abilities.Of(FaultKind.Power) is { Works: true } || _abilities.Of(FaultKind.Disk) is { Works: true },
            CountsMemory = _abilities.Of(FaultKind.Memory) is { Works: true },
            Faketime = _abilities.Faketime,
            OtherProgram = options.OtherNodeBinary is { } other ? NodeBinary.ProgramOf(other) : null,
        });
        return new WorldCluster(
            options.Nodes, System(options), world, new WorldClusterOptions { RunDirectory = options.RunDirectory, Abilities = _abilities, Seed = options.Seed });
    }

    private ReferenceSystem System(NetnsClusterOptions options)
    {
        var token = new AdminToken(Path.GetFullPath(Path.Combine(options.RunDirectory, "admin-token")));
        return new ReferenceSystem(new ReferenceOptions
        {
            Program = NodeBinary.ProgramOf(options.NodeBinary),
            Abilities = _node,
            ClusterId = options.RunId,
            Token = token,
            SnapshotThreshold = options.SnapshotThreshold,
            ExtraArguments = options.ExtraNodeArguments,
            ValueShape = options.ValueShape,
            Seed = options.Seed,
        });
    }
}

/// <summary>What a cluster in the <c>netns</c> world is made of.</summary>
public sealed record NetnsClusterOptions
{
    /// <summary>The names of the nodes.</summary>
    public required ImmutableArray<string> Nodes { get; init; }

    /// <summary>Where each node gets <c>nodes/ID/data</c> and <c>nodes/ID/node.log</c>. They stay when the cluster is gone.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The node's program: an assembly (<c>.dll</c>) or an executable.</summary>
    public required string NodeBinary { get; init; }

    /// <summary>The same of another version, for runs that mix two; or null.</summary>
    public string? OtherNodeBinary { get; init; }

    /// <summary>Entries after which a node snapshots and compacts its log, 0 for never; null leaves it to the node.</summary>
    public int? SnapshotThreshold { get; init; }

    /// <summary>Given to every node after the arguments of its own.</summary>
    public ImmutableArray<string> ExtraNodeArguments { get; init; } = [];

    /// <summary>What the workload keeps in a key.</summary>
    public ValueShape ValueShape { get; init; } = ValueShape.Scalar;

    /// <summary>Seed of what faults and clients leave to chance.</summary>
    public long Seed { get; init; }

    /// <summary>The cluster's id: nodes of another cluster are refused.</summary>
    public required string RunId { get; init; }
}
