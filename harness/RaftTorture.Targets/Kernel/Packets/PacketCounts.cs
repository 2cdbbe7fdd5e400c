namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>What the queue has done to packets so far, those of probes among them.</summary>
/// <param name="Seen">That came to it.</param>
/// <param name="Lost">Of those, dropped.</param>
/// <param name="Doubled">Sent again.</param>
/// <param name="Corrupt">Changed.</param>
internal sealed record PacketCounts(long Seen, long Lost, long Doubled, long Corrupt)
{
    public static readonly PacketCounts None = new(0, 0, 0, 0);
}
