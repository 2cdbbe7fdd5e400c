using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Packets;
using RaftTorture.Targets.Kernel.Probes;

namespace RaftTorture.Targets.Worlds.Network;

/// <summary>What probes saw of the end of a packet fault.</summary>
internal static class HealedSight
{
    /// <summary>
    /// True if nothing of what was asked for happens any more: as many datagrams as showed it show it no longer, each link is fast, and no line is narrow.
    /// </summary>
    public static bool IsClean(Fault.Packet healed, ProbeReport seen, IReadOnlyList<Arrivals> bursts) =>
        seen.Total is { Lost: 0, Doubled: 0, Corrupt: 0 }
        && (healed.ReorderPercent <= 0 || seen.Total.Overtaken == 0)
        && (healed.DelayMs + healed.JitterMs == 0 || seen.Links.All(link => link.Arrivals.MedianMs < FastMs(healed)))
        && bursts.All(burst => burst.Received > 1 && burst.SpanMs < PacketTrains.BusyMs(healed, burst.Received) / 2);

    /// <summary>Faster than this, a delay is over.</summary>
    private static double FastMs(Fault.Packet healed) => Math.Clamp(PacketShape.Of(healed).FastestMs / 2.0, 3, 50);
}
