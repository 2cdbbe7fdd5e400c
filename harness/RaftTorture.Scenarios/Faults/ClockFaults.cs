using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws what clocks do: the three ways of <c>jepsen.nemesis.time</c>, with a rate in place of its reset.</summary>
public static class ClockFaults
{
    public static readonly ImmutableArray<string> Ways = ["bump", "strobe", "drift"];

    /// <summary>From what a probe can still measure, to a clock that runs twice or half as fast. Parts per million.</summary>
    private static readonly ImmutableArray<int> Drifts = [-500_000, -100_000, -50_000, 50_000, 100_000, 500_000, 1_000_000];

    /// <summary>Clocks of nodes that run, or nothing if there are none: a process that is dead or paused has no clock to read.</summary>
    public static DrawFault Among(ImmutableArray<string> ways, ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
        NodeTargets.Draw(targets, nodes, cluster, ref dice) is { IsEmpty: false } struck ? Draw(dice.Pick(ways), struck, ref dice) : null;

    private static Fault Draw(string way, ImmutableArray<string> nodes, ref Dice dice) => way switch
    {
        "bump" => new Fault.BumpClock(nodes, Sign(ref dice) * BumpMs(dice.Below(26))),
        "strobe" => new Fault.StrobeClock(nodes, Sign(ref dice) * (4L << dice.Below(12)), 1 << dice.Below(11)),
        "drift" => new Fault.DriftClock(nodes, dice.Pick(Drifts), dice.Below(2) == 0),
        _ => throw new UnreachableException(),
    };

    /// <summary>1.5 to the power of 6 to 31, as in Jepsen: 11 ms to nearly 5 minutes. Multiplied, for a power may be rounded otherwise elsewhere.</summary>
    private static long BumpMs(int step)
    {
        var ms = 1.5 * 1.5 * 1.5 * 1.5 * 1.5 * 1.5;
        for (var n = 0; n < step; n++)
            ms *= 1.5;
        return (long)ms;
    }

    private static int Sign(ref Dice dice) => dice.Below(2) == 0 ? -1 : 1;
}
