using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who is paused. Never all: a world that stands still as one sees nothing.</summary>
public static class PauseFaults
{
    public static readonly ImmutableArray<string> Choices = NodeTargets.Choices.Remove("all");

    /// <summary>Nodes to pause, or null if none is left running.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) => Among(Choices)(nodes, cluster, ref dice);

    /// <summary>The same, with some of the choices only.</summary>
    public static DrawFault Among(ImmutableArray<string> choices) => (nodes, cluster, ref dice) =>
        NodeTargets.Draw(choices, nodes, cluster, ref dice) is { IsEmpty: false } targets ? new Fault.Pause(targets) : null;
}
