using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who is killed.</summary>
public static class KillFaults
{
    public static readonly ImmutableArray<string> Choices = NodeTargets.Choices;

    /// <summary>Nodes to kill, or null if none is left standing.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) => Among(Choices)(nodes, cluster, ref dice);

    /// <summary>The same, with some of the choices only.</summary>
    public static DrawFault Among(ImmutableArray<string> choices) => (nodes, cluster, ref dice) =>
        NodeTargets.Draw(choices, nodes, cluster, ref dice) is { IsEmpty: false } targets ? new Fault.Kill(targets) : null;
}
