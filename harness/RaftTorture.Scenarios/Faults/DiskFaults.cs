using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws whose disk is in trouble, and in which.</summary>
public static class DiskFaults
{
    public static readonly ImmutableArray<string> Troubles = ["full", "slow", "hung", "failing"];

    /// <summary>From a busy spindle to longer than an election timeout.</summary>
    private const int LeastDelayMs = 50, MostDelayMs = 500;

    /// <summary>Disks of nodes that run, or nothing if there are none.</summary>
    public static DrawFault Among(ImmutableArray<string> troubles, ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
        NodeTargets.Draw(targets, nodes, cluster, ref dice) is { IsEmpty: false } struck ? Draw(dice.Pick(troubles), struck, ref dice) : null;

    private static Fault.BreakDisk Draw(string trouble, ImmutableArray<string> nodes, ref Dice dice) => trouble switch
    {
        "full" => new Fault.BreakDisk(nodes, DiskTrouble.Full),
        "slow" => new Fault.BreakDisk(nodes, DiskTrouble.Slow, LeastDelayMs + dice.Below(MostDelayMs - LeastDelayMs + 1)),
        "hung" => new Fault.BreakDisk(nodes, DiskTrouble.Hung),
        "failing" => new Fault.BreakDisk(nodes, DiskTrouble.Failing),
        _ => throw new UnreachableException(),
    };
}
