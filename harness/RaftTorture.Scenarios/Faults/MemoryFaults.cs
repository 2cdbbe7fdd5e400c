using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who gets no more memory than it uses, or less.</summary>
public static class MemoryFaults
{
    /// <summary>Of what a node uses when it strikes, percent: from "some of it must be given back" to a little air.</summary>
    private const int LeastPercent = 90, MostPercent = 110;

    /// <summary>Nodes to squeeze, or nothing if none is left running.</summary>
    public static DrawFault Among(ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
        NodeTargets.Draw(targets, nodes, cluster, ref dice) is { IsEmpty: false } struck
            ? new Fault.SqueezeMemory(struck, LeastPercent + dice.Below(MostPercent - LeastPercent + 1))
            : null;
}
