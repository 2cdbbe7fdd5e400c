using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Local.Network;

/// <summary>How one direction of a link treats the bytes that it carries.</summary>
public sealed record LinkShape
{
    /// <summary>A link that does nothing to its bytes.</summary>
    public static readonly LinkShape Open = new();

    /// <summary>How the link is cut, or null if it carries bytes.</summary>
    public CutMode? Cut { get; init; }

    /// <summary>Added one-way delay, milliseconds.</summary>
    public int DelayMs { get; init; }

    /// <summary>Uniform spread around the delay, milliseconds.</summary>
    public int JitterMs { get; init; }

    /// <summary>The speed of the line, shared by all its connections, or null for no limit.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>The longest that the delay alone can hold a byte, milliseconds.</summary>
    public int SlowestMs => DelayMs + JitterMs;

    /// <summary>The shortest that the delay alone holds a byte, milliseconds.</summary>
    public int FastestMs => Math.Max(0, DelayMs - JitterMs);

    /// <summary>How long a chunk stays, milliseconds.</summary>
    /// <param name="luck">The chunk's die, uniform in [0, 1).</param>
    public double HoldMs(double luck) => Math.Max(0, DelayMs + (((2 * luck) - 1) * JitterMs));

    /// <summary>How long the line is busy with so many bytes, milliseconds.</summary>
    public double LineMs(int bytes) => BytesPerSecond is { } rate ? bytes * 1000.0 / rate : 0;

    /// <summary>The most bytes to hand over at once: 50 ms of a slow line, so that it trickles as a slow line does.</summary>
    public int SliceOf(int bytes) => BytesPerSecond is { } rate ? Math.Min(bytes, Math.Max(1, rate / 20)) : bytes;
}
