using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who is killed.</summary>
public static class KillFaults
{
    private static readonly ImmutableArray<string> Choices = ["one", "minority", "majority", "all", "primary"];

    /// <summary>Nodes to kill, or null if none is left standing.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) =>
        NodeTargets.Draw(Choices, nodes, cluster, ref dice) is { IsEmpty: false } targets ? new Fault.Kill(targets) : null;
}
