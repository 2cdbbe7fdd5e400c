using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Local.Faults;

/// <summary>What a packet fault must do to a probe.</summary>
/// <param name="Bytes">What the probe sends: enough for a rate limit to show.</param>
/// <param name="LeastMs">No probe may be faster.</param>
/// <param name="MiddleMs">The slowest must reach it.</param>
/// <param name="MostMs">The median may not be slower, but for what a busy machine adds.</param>
internal sealed record PacketProbe(int Bytes, double LeastMs, double MiddleMs, double MostMs)
{
    /// <summary>What a busy machine may add before a delay is no longer the one that was asked for.</summary>
    public const int SlackMs = 250;

    /// <summary>What a probe of a slow line may weigh, bytes: its kernel buffers would hide more.</summary>
    private const int MostBytes = 32 * 1024;

    /// <summary>Faster than this, the fault is over.</summary>
    public double FastMs => Math.Clamp(LeastMs / 2, 3, 50);

    public static PacketProbe Of(Fault.Packet packet)
    {
        var shape = new LinkShape { DelayMs = packet.DelayMs, JitterMs = packet.JitterMs, BytesPerSecond = packet.BytesPerSecond };
        var bytes = packet.BytesPerSecond is null ? 1 : shape.SliceOf(MostBytes);
        var lineMs = shape.LineMs(bytes);
        return new PacketProbe(bytes, shape.FastestMs + lineMs, shape.DelayMs + lineMs, shape.SlowestMs + lineMs);
    }

    /// <summary>True if all came out, none early, not all on the early side, and the median not late.</summary>
    public bool IsSlow(IReadOnlyCollection<Sighting> seen)
    {
        var delivered = seen.OfType<Sighting.Delivered>().Select(each => each.Ms).Order().ToArray();
        return delivered.Length > 0
            && delivered.Length == seen.Count
            && delivered[0] >= LeastMs
            && delivered[^1] >= MiddleMs
            && delivered[delivered.Length / 2] <= MostMs + SlackMs;
    }

    public override string ToString() => $"asked for {LeastMs:0.#}-{MostMs:0.#} ms with {Bytes} bytes";
}
