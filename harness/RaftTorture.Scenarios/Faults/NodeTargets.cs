using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Which nodes a fault strikes, by the names that <c>jepsen.nemesis.combined</c> gives to choices.</summary>
public static class NodeTargets
{
    /// <summary>All that <c>--db-node-targets</c> understands. Primaries are all nodes that say they lead, as after a partition two may.</summary>
    public static readonly ImmutableArray<string> Choices = ["one", "minority", "minority-third", "majority", "primary", "primaries", "all"];

    /// <summary>Nodes for one of the choices; fewer or none where another fault already holds them.</summary>
    /// <remarks>A node is never struck twice: a killed node cannot be seen to pause, nor a paused one that was killed to resume.</remarks>
    public static ImmutableArray<string> Draw(ImmutableArray<string> choices, ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice)
    {
        var choice = dice.Pick(choices);
        var order = dice.Shuffle(nodes.RemoveRange(Held(cluster)));
        return choice switch
        {
            "primary" => [.. order.Where(node => node == cluster.Leader)],
            "primaries" => [.. order.Where(cluster.Primaries.Contains)],
            _ => [.. order.Take(Count(choice, nodes.Length, ref dice))],
        };
    }

    /// <summary>A random number of nodes that leaves a majority; at least one.</summary>
    public static int MinorityCount(int nodeCount, ref Dice dice) => 1 + dice.Below(Math.Max(1, (nodeCount - 1) / 2));

    /// <summary>Whether the cluster may grant what is asked of it: somebody leads, and enough members stand for it to stay so.</summary>
    public static bool MayGrant(ImmutableArray<string> nodes, ClusterView cluster) =>
        !cluster.IsLeaderless && Standing(nodes, cluster).Length > Members(nodes, cluster).Length / 2;

    /// <summary>Who was not asked to leave.</summary>
    public static ImmutableArray<string> Members(ImmutableArray<string> nodes, ClusterView cluster) =>
        nodes.RemoveRange(cluster.InForce.Select(Leaver).OfType<string>());

    /// <summary>Whether a fault that forbids others is in force on it.</summary>
    public static bool IsHeld(string node, ClusterView cluster) => Held(cluster).Contains(node);

    /// <summary>Members that no fault holds.</summary>
    public static ImmutableArray<string> Standing(ImmutableArray<string> nodes, ClusterView cluster) =>
        Members(nodes, cluster).RemoveRange(Held(cluster));

    private static string? Leaver(Fault fault) => fault switch
    {
        Fault.Shrink shrink => shrink.Node,
        Fault.Replace replace => replace.Node,
        _ => null,
    };

    private static int Count(string choice, int nodeCount, ref Dice dice) => choice switch
    {
        "one" => 1,
        "minority" => MinorityCount(nodeCount, ref dice),
        "minority-third" => Math.Max(1, (nodeCount - 1) / 3),
        "majority" => nodeCount / 2 + 1,
        "all" => nodeCount,
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<string> Held(ClusterView cluster) => cluster.InForce.SelectMany(fault => fault.Holds);
}
