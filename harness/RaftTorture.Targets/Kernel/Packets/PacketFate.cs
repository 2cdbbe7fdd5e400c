namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>What becomes of one packet.</summary>
/// <param name="IsLost">It vanishes; then nothing else is of interest.</param>
/// <param name="DueMs">When it goes on, on the clock by which it came.</param>
/// <param name="IsDoubled">A copy follows it.</param>
/// <param name="FlipLuck">Which of its bits flips, as a fraction of them all in [0, 1); null for none.</param>
internal readonly record struct PacketFate(bool IsLost, double DueMs, bool IsDoubled, double? FlipLuck)
{
    public static readonly PacketFate Lost = new(true, 0, false, null);
}
