using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws whose power is cut, and what the cut leaves of their last writes.</summary>
public static class PowerFaults
{
    public static readonly ImmutableArray<string> Tails = ["lost", "torn"];

    /// <summary>Mostly the clean loss, which every node must bear; torn ones are the rarer accident.</summary>
    private const int TornOneIn = 4;

    /// <summary>Nodes to cut off, or nothing if none is left standing.</summary>
    public static DrawFault Among(ImmutableArray<string> tails, ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
        NodeTargets.Draw(targets, nodes, cluster, ref dice) is { IsEmpty: false } struck ? new Fault.CutPower(struck, Tail(tails, ref dice)) : null;

    private static PowerTail Tail(ImmutableArray<string> tails, ref Dice dice)
    {
        var isTorn = tails.Length == 1 ? tails[0] == "torn" : dice.Below(TornOneIn) == 0;
        return isTorn ? PowerTail.Torn : PowerTail.Lost;
    }
}
