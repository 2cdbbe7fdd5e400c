using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>What becomes of the packets of one direction. Times in milliseconds, shares in percent; see <see cref="Fault.Packet"/>.</summary>
internal sealed record PacketShape(
    int DelayMs,
    int JitterMs,
    int? BytesPerSecond,
    double LossPercent,
    double DuplicatePercent,
    double ReorderPercent,
    double CorruptPercent,
    double CorrelationPercent)
{
    /// <summary>How far a slow line may fall behind before it drops what comes, milliseconds.</summary>
    public const int BacklogMs = 1000;

    public static PacketShape Of(Fault.Packet packet) => new(
        packet.DelayMs,
        packet.JitterMs,
        packet.BytesPerSecond,
        packet.LossPercent,
        packet.DuplicatePercent,
        packet.ReorderPercent,
        packet.CorruptPercent,
        packet.CorrelationPercent);

    /// <summary>The shortest that the delay alone holds a packet.</summary>
    public int FastestMs => Math.Max(0, DelayMs - JitterMs);

    /// <summary>The longest that the delay alone holds a packet.</summary>
    public int SlowestMs => DelayMs + JitterMs;

    /// <summary>How long the line is busy with so many bytes.</summary>
    public double LineMs(int bytes) => BytesPerSecond is { } rate ? bytes * 1000.0 / rate : 0;
}
