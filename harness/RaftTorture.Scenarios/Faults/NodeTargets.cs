using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Which nodes a fault strikes, by the names that <c>jepsen.nemesis.combined</c> gives to choices.</summary>
public static class NodeTargets
{
    /// <summary>
    /// Nodes for one of the choices <c>one, minority, majority, all, primary</c>; fewer or none where another fault already holds them.
    /// </summary>
    /// <remarks>A node is never struck twice: a killed node cannot be seen to pause, nor a paused one that was killed to resume.</remarks>
    public static ImmutableArray<string> Draw(ImmutableArray<string> choices, ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice)
    {
        var choice = dice.Pick(choices);
        var order = dice.Shuffle(nodes.RemoveRange(Held(cluster)));
        if (choice == "primary")
            return cluster.Leader is { } leader && order.Contains(leader) ? [leader] : [];
        return [.. order.Take(Count(choice, nodes.Length, ref dice))];
    }

    /// <summary>A random number of nodes that leaves a majority; at least one.</summary>
    public static int MinorityCount(int nodeCount, ref Dice dice) => 1 + dice.Below(Math.Max(1, (nodeCount - 1) / 2));

    /// <summary>Whether the cluster may grant what is asked of it: somebody leads, and enough members stand for it to stay so.</summary>
    public static bool MayGrant(ImmutableArray<string> nodes, ClusterView cluster) =>
        !cluster.IsLeaderless && Standing(nodes, cluster).Length > Members(nodes, cluster).Length / 2;

    /// <summary>Who was not asked to leave.</summary>
    public static ImmutableArray<string> Members(ImmutableArray<string> nodes, ClusterView cluster) =>
        nodes.RemoveRange(cluster.InForce.OfType<Fault.Shrink>().Select(shrink => shrink.Node));

    /// <summary>Whether a kill or a pause is in force on it.</summary>
    public static bool IsHeld(string node, ClusterView cluster) => Held(cluster).Contains(node);

    /// <summary>Members that neither a kill nor a pause holds.</summary>
    public static ImmutableArray<string> Standing(ImmutableArray<string> nodes, ClusterView cluster) =>
        Members(nodes, cluster).RemoveRange(Held(cluster));

    private static int Count(string choice, int nodeCount, ref Dice dice) => choice switch
    {
        "one" => 1,
        "minority" => MinorityCount(nodeCount, ref dice),
        "majority" => nodeCount / 2 + 1,
        "all" => nodeCount,
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<string> Held(ClusterView cluster) => cluster.InForce.SelectMany(fault => fault.Holds);
}
