using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Packets;
using RaftTorture.Targets.Kernel.Probes;

namespace RaftTorture.Targets.Worlds.Network;

/// <summary>How often, and how long, probes try to get through: the packet fault in force slows them, and loses some.</summary>
internal static class Patience
{
    /// <summary>How long a cut link must be silent, on top of what the packet fault delays, milliseconds.</summary>
    private const int SilenceMs = 100;

    /// <summary>How long an open link may take, likewise: generous, because the machine is busy.</summary>
    private const int DeliveryMs = 2000;

    private const int LeastTries = 3;
    private const int MostTries = 400;
    private const int Bytes = 64;
    private const double GapMs = 10;

    /// <summary>So many that bad luck alone does not silence a link.</summary>
    public static int Tries(Fault.Packet? packet) =>
        Math.Clamp(packet is null ? 0 : Luck.CountToMissOne(packet.LossPercent + packet.CorruptPercent, packet.CorrelationPercent), LeastTries, MostTries);

    /// <summary>For links of which silence is expected.</summary>
    public static ProbeTrain Silence(Fault.Packet? packet) => new(Tries(packet), GapMs, Bytes, SilentMs(packet));

    /// <summary>For links of which one arrival is enough.</summary>
    public static ProbeTrain Seek(Fault.Packet? packet) =>
        new(MostTries, GapMs, Bytes, SlowestMs(packet) + DeliveryMs, Enough: 1);

    /// <summary>How long a connection that is cut stays silent before it is believed.</summary>
    public static int SilentMs(Fault.Packet? packet) => (2 * SlowestMs(packet)) + SilenceMs;

    /// <summary>How long one that is open may take: its packets are sent again after a second, and after three.</summary>
    public static int ConnectedMs(Fault.Packet? packet) => (2 * SlowestMs(packet)) + DeliveryMs;

    private static int SlowestMs(Fault.Packet? packet) =>
        packet is null ? 0 : PacketShape.Of(packet).SlowestMs + (packet.BytesPerSecond is null ? 0 : PacketShape.BacklogMs);
}
