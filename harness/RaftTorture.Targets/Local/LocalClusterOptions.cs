using System.Collections.Immutable;
using RaftTorture.Targets.Local.Faults;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Local;

/// <summary>What a local cluster is made of.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>The names of the nodes.</summary>
    public ImmutableArray<string> Nodes { get; init; } = ["n1", "n2", "n3", "n4", "n5"];

    /// <summary>Where each node gets <c>nodes/ID/data</c> and <c>nodes/ID/node.log</c>. They stay when the cluster is gone.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The node's program: an assembly (<c>.dll</c>) or an executable. See <see cref="NodeBinary.Locate()"/>.</summary>
    public required string NodeBinary { get; init; }

    /// <summary>What that program can do. See <see cref="NodeAbilities.AskAsync"/>.</summary>
    public NodeAbilities Abilities { get; init; } = NodeAbilities.None;

    /// <summary>Entries after which a node snapshots and compacts its log, 0 for never; null leaves it to the node.</summary>
    public int? SnapshotThreshold { get; init; }

    /// <summary>Given to every node after the arguments of its own, e.g. <c>--election-timeout-ms 150-300</c>.</summary>
    public ImmutableArray<string> ExtraNodeArguments { get; init; } = [];

    /// <summary>What the workload keeps in a key.</summary>
    public ValueShape ValueShape { get; init; } = ValueShape.Scalar;

    /// <summary>Seed of the jitter of links and of clients' pauses.</summary>
    public long Seed { get; init; }

    /// <summary>Names this run among all runs: in the clients' ids, the cluster's id and the leftovers' registry. A file name's characters only.</summary>
    public required string RunId { get; init; }

    /// <summary>How long a node may take to answer as ready, and all of them to find a leader.</summary>
    public TimeSpan ReadyPatience { get; init; } = TimeSpan.FromSeconds(15);

    internal Levers Levers { get; init; } = Levers.Real;

    internal Leftovers Leftovers { get; init; } = Leftovers.OfThisMachine;
}
