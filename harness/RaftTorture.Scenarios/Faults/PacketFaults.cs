using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws what happens to packets, and where: the behaviours of <c>jepsen.net</c>, several of them at once.</summary>
public static class PacketFaults
{
    public static readonly ImmutableArray<string> Behaviors = ["delay", "loss", "duplicate", "reorder", "corrupt", "rate"];

    /// <summary>What can be done to a stream: nothing can be lost from the middle of one, nor change its place, that its reader would see.</summary>
    public static readonly ImmutableArray<string> BehaviorsOfStreams = ["delay", "rate"];

    /// <summary>From a wide-area network to slower than an election timeout.</summary>
    private static readonly ImmutableArray<(int DelayMs, int JitterMs)> Delays = [(50, 10), (100, 50), (300, 100)];

    /// <summary>A modem, and Jepsen's one megabit.</summary>
    private static readonly ImmutableArray<int> RatesBytesPerSecond = [65_536, 125_000];

    /// <summary>Of packets, percent, as in Jepsen.</summary>
    private const double Share = 20, Correlation = 75;

    /// <summary>A random trouble of all links or of one node's, or null if there is no link.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) => Among(BehaviorsOfStreams)(nodes, cluster, ref dice);

    /// <summary>The same, with some of the behaviours. Nothing is drawn that a partition hides: what no probe can see cannot be confirmed.</summary>
    public static DrawFault Among(ImmutableArray<string> behaviors) => (nodes, cluster, ref dice) =>
    {
        if (nodes.Length < 2)
            return null;
        var drawn = dice.Shuffle(behaviors)[..(1 + dice.Below(behaviors.Length))];
        var slow = dice.Below(2) == 0 ? null : dice.Pick(nodes);
        var packet = Packet(Links(nodes, slow), drawn, ref dice);
        return AreSilent(packet.Links, cluster) ? null : packet;
    };

    /// <summary>Whether partitions in force let nothing through on any of the links. Where only requests are cut, all else passes.</summary>
    internal static bool AreSilent(ImmutableArray<Link> links, ClusterView cluster) => links.All(link =>
        cluster.InForce.OfType<Fault.Partition>().Any(partition => partition.Mode != CutMode.Requests && partition.Cut.Contains(link)));

    private static Fault.Packet Packet(ImmutableArray<Link> links, string[] drawn, ref Dice dice)
    {
        var (delayMs, jitterMs) = dice.Pick(Delays);
        var rate = dice.Pick(RatesBytesPerSecond);
        var isDelayed = drawn.Contains("delay") || drawn.Contains("reorder"); // it takes a delay to be overtaken
        return new Fault.Packet(links, isDelayed ? delayMs : 0, isDelayed ? jitterMs : 0, drawn.Contains("rate") ? rate : null)
        {
            LossPercent = ShareOf("loss", drawn),
            DuplicatePercent = ShareOf("duplicate", drawn),
            ReorderPercent = ShareOf("reorder", drawn),
            CorruptPercent = ShareOf("corrupt", drawn),
            CorrelationPercent = drawn.Except(BehaviorsOfStreams).Any() ? Correlation : 0,
        };
    }

    private static double ShareOf(string behavior, string[] drawn) => drawn.Contains(behavior) ? Share : 0;

    private static ImmutableArray<Link> Links(ImmutableArray<string> nodes, string? slow) =>
    [
        .. from a in nodes
           from b in nodes
           where a != b && (slow is null || a == slow || b == slow)
           select new Link(a, b),
    ];
}
