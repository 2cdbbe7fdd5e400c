using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws who is starved of processor time.</summary>
public static class CpuFaults
{
    /// <summary>Of one processor, percent: from nearly nothing to a crowded machine.</summary>
    private const int LeastPercent = 1, MostPercent = 30;

    /// <summary>With less of a processor than this a start takes longer than anybody waits for it.</summary>
    private const int LeastPercentToStart = 10;

    private const int SlowStartOneIn = 4;

    /// <summary>Nodes to starve, or nothing if none is left running.</summary>
    public static DrawFault Among(ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
        NodeTargets.Draw(targets, nodes, cluster, ref dice) is { IsEmpty: false } struck ? Draw(struck, ref dice) : null;

    private static Fault.StarveCpu Draw(ImmutableArray<string> nodes, ref Dice dice)
    {
        var isFromStart = dice.Below(SlowStartOneIn) == 0;
        var least = isFromStart ? LeastPercentToStart : LeastPercent;
        return new Fault.StarveCpu(nodes, least + dice.Below(MostPercent - least + 1), isFromStart);
    }
}
