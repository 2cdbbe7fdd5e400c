using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws to whom the leader hands over.</summary>
public static class TransferFaults
{
    /// <summary>A named successor or whom the leader finds fit, or null while nobody could take over.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice)
    {
        var successors = NodeTargets.Standing(nodes, cluster).RemoveAll(node => node == cluster.Leader);
        if (successors.IsEmpty || !NodeTargets.MayGrant(nodes, cluster))
            return null;
        return new Fault.Transfer(dice.Below(2) == 0 ? null : dice.Pick(successors));
    }
}
