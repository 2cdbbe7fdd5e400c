using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who is paused. Never all: a world that stands still as one sees nothing.</summary>
public static class PauseFaults
{
    private static readonly ImmutableArray<string> Choices = ["one", "minority", "majority", "primary"];

    /// <summary>Nodes to pause, or null if none is left running.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) =>
        NodeTargets.Draw(Choices, nodes, cluster, ref dice) is { IsEmpty: false } targets ? new Fault.Pause(targets) : null;
}
