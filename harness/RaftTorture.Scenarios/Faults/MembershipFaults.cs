using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who leaves the cluster: one at a time, so that a cluster never shrinks below what its size promises to tolerate.</summary>
public static class MembershipFaults
{
    public static readonly ImmutableArray<string> Choices = ["one", "primary"];

    /// <summary>A member to remove, or null while the cluster could grant nothing.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) => Among(Choices)(nodes, cluster, ref dice);

    /// <summary>The same, with some of the choices only.</summary>
    public static DrawFault Among(ImmutableArray<string> choices) => (nodes, cluster, ref dice) =>
    {
        // Who was not seen to come back is called back before another leaves.
        if (cluster.InForce.OfType<Fault.Shrink>().FirstOrDefault() is { } open)
            return cluster.IsLeaderless || NodeTargets.IsHeld(open.Node, cluster) ? null : open.Heal;
        if (!NodeTargets.MayGrant(nodes, cluster))
            return null;
        return NodeTargets.Draw(choices, nodes, cluster, ref dice) is [var node] ? new Fault.Shrink(node) : null;
    };
}
