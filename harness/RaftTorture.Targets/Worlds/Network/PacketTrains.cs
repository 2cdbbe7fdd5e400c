using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Probes;

namespace RaftTorture.Targets.Worlds.Network;

/// <summary>What must be sent to see what a packet fault does, on so many links at once.</summary>
internal static class PacketTrains
{
    /// <summary>Datagrams on all links together: enough for figures that people can read.</summary>
    private const int LeastTotal = 400;

    /// <summary>More would take too long: what is rarer than this shows is not seen.</summary>
    private const int MostTotal = 10_000;

    private const int LeastPerLink = 12;
    private const int Bytes = 200;
    private const int HeaderBytes = 28;
    private const int BurstBytes = 972;
    private const double BurstMs = 300;

    /// <summary>More would be dropped by the line's own queue.</summary>
    private const double LongestBurstMs = 900;

    /// <summary>Of all datagrams that a machine may be bothered with in a millisecond.</summary>
    private const double MostPerMs = 4;

    private const int SlackMs = 500;

    /// <summary>For all that happens to single packets. A slow line is kept half empty: what is dropped there is another matter.</summary>
    public static ProbeTrain Sparse(Fault.Packet packet, int links)
    {
        var count = Math.Max(LeastPerLink, (Total(packet) + links - 1) / links);
        var gapMs = Math.Max(Math.Max(1, links / MostPerMs), packet.BytesPerSecond is { } rate ? 2000.0 * (Bytes + HeaderBytes) / rate : 0);
        if (packet.BytesPerSecond is not null)
            count = Math.Min(count, Math.Max(LeastPerLink, (int)(2000 / gapMs)));
        return new ProbeTrain(count, gapMs, Bytes, SlowestMs(packet) + SlackMs);
    }

    /// <summary>For the rate: as much in one go as keeps the line busy for a while.</summary>
    public static ProbeTrain Burst(Fault.Packet packet)
    {
        var count = Math.Clamp((int)(Math.Min(LongestBurstMs, BurstMs + (2 * SpreadMs(packet))) / LineMs(packet)), 4, 200);
        return new ProbeTrain(count, 0, BurstBytes, SlowestMs(packet) + (int)(count * LineMs(packet)) + SlackMs);
    }

    /// <summary>How long the line is busy with what lies between the first and the last arrival, milliseconds.</summary>
    public static double BusyMs(Fault.Packet packet, int received) => (received - 1) * LineMs(packet);

    /// <summary>By how much delays alone may bring the first and the last arrival together, milliseconds.</summary>
    public static double SpreadMs(Fault.Packet packet) => (2 * packet.JitterMs) + (packet.ReorderPercent > 0 ? packet.DelayMs + packet.JitterMs : 0);

    private static double LineMs(Fault.Packet packet) => (BurstBytes + HeaderBytes) * 1000.0 / (packet.BytesPerSecond ?? int.MaxValue);

    private static int Total(Fault.Packet packet) => new[] { packet.LossPercent, packet.DuplicatePercent, packet.ReorderPercent, packet.CorruptPercent }
        .Where(share => share > 0)
        .Select(share => Luck.CountToSeeOne(share, packet.CorrelationPercent))
        .Append(LeastTotal)
        .Max() is var total && total > MostTotal ? MostTotal : total;

    private static int SlowestMs(Fault.Packet packet) => packet.DelayMs + packet.JitterMs + (packet.BytesPerSecond is null ? 0 : 1000);
}
