using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who is started again, how often, and from which version.</summary>
public static class RestartFaults
{
    private static readonly ImmutableArray<string> Ways = ["storm", "rolling"];

    private static readonly ImmutableArray<string> WaysOfTwoVersions = [.. Ways, "upgrade", "downgrade"];

    /// <summary>Restarts of nodes that run, or nothing if there are none.</summary>
    /// <param name="hasOtherVersion">Whether there is one to go to.</param>
    public static DrawFault Among(bool hasOtherVersion, ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
        dice.Pick(hasOtherVersion ? WaysOfTwoVersions : Ways) switch
        {
            "storm" => Storm(NodeTargets.Draw(targets, nodes, cluster, ref dice), ref dice),
            "rolling" => Rolling(NodeVersion.Same, nodes, cluster, ref dice),
            "upgrade" => Rolling(NodeVersion.Other, nodes, cluster, ref dice),
            "downgrade" => Rolling(NodeVersion.First, nodes, cluster, ref dice),
            _ => throw new UnreachableException(),
        };

    private static Fault.RestartStorm? Storm(ImmutableArray<string> struck, ref Dice dice) =>
        struck.IsEmpty ? null : new Fault.RestartStorm(struck, Times: 3 + dice.Below(6), GapMs: 50 + dice.Below(451));

    /// <summary>Whoever stands, one after the other, as an operator does it: not while the cluster could not spare one.</summary>
    private static Fault.RollingRestart? Rolling(NodeVersion version, ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) =>
        NodeTargets.MayGrant(nodes, cluster) ? new Fault.RollingRestart([.. dice.Shuffle(NodeTargets.Standing(nodes, cluster))], version) : null;
}
