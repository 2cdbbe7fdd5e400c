using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who leaves the cluster: one at a time, so that a cluster never shrinks below what its size promises to tolerate.</summary>
public static class MembershipFaults
{
    public static readonly ImmutableArray<string> Choices = ["one", "primary"];

    /// <summary>A member to remove, or null while the cluster could grant nothing.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) => Among(mayReplace: false, Choices)(nodes, cluster, ref dice);

    /// <summary>The same, with some of the choices only.</summary>
    /// <param name="mayReplace">Whether who leaves may lose its disk, so that a new member comes back under its name.</param>
    public static DrawFault Among(bool mayReplace, ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
    {
        // Who was not seen to come back is called back before another leaves.
        if (cluster.InForce.FirstOrDefault(fault => fault.Kind == FaultKind.Membership)?.Heal is Fault.Grow open)
            return cluster.IsLeaderless || NodeTargets.IsHeld(open.Node, cluster) ? null : open;
        if (!NodeTargets.MayGrant(nodes, cluster))
            return null;
        if (NodeTargets.Draw(targets, nodes, cluster, ref dice) is not [var node])
            return null;
        return MayLoseDisk(nodes, cluster) && mayReplace && dice.Below(2) == 0 ? new Fault.Replace(node) : new Fault.Shrink(node);
    };

    /// <summary>A disk that is lost is one copy less of what was promised, see <see cref="CorruptionFaults"/>.</summary>
    private static bool MayLoseDisk(ImmutableArray<string> nodes, ClusterView cluster) => CorruptionFaults.MostOf(nodes, cluster) > 0;
}
