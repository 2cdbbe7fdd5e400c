using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws how slow the network gets, and where.</summary>
public static class PacketFaults
{
    /// <summary>From a wide-area network to slower than an election timeout.</summary>
    private static readonly ImmutableArray<(int DelayMs, int JitterMs)> Delays = [(50, 10), (100, 50), (300, 100)];

    private static readonly ImmutableArray<int?> RatesBytesPerSecond = [null, null, 65_536];

    /// <summary>A random slowness of all links or of one node's, or null if there is no link.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice)
    {
        if (nodes.Length < 2)
            return null;
        var (delayMs, jitterMs) = dice.Pick(Delays);
        var slow = dice.Below(2) == 0 ? null : dice.Pick(nodes);
        return new Fault.Packet(Links(nodes, slow), delayMs, jitterMs, dice.Pick(RatesBytesPerSecond));
    }

    private static ImmutableArray<Link> Links(ImmutableArray<string> nodes, string? slow) =>
    [
        .. from a in nodes
           from b in nodes
           where a != b && (slow is null || a == slow || b == slow)
           select new Link(a, b),
    ];
}
