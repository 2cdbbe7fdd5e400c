namespace RaftTorture.Kv;

/// <summary>
/// Log time: milliseconds that every server reads out of the log alike, because leaders stamp them into the entries. It grows with the
/// leader's monotonic clock, never with a wall clock, so that a clock set wrong expires nobody's session (the idea is LogCabin's ClusterClock).
/// </summary>
/// <remarks>A server counts on from the newest stamp it knows. Time in which no server runs does not count.</remarks>
public sealed class LogClock
{
    private long _logTimeMs;
    private long _heardAtMs;

    /// <summary>What a leader stamps now.</summary>
    /// <param name="nowMs">This server's monotonic clock.</param>
    public long Stamp(long nowMs) => _logTimeMs + Math.Max(0, nowMs - _heardAtMs);

    /// <summary>A stamp was applied. One that is behind this clock is old news: a leader hears its own entries only when they commit.</summary>
    public void Hear(long logTimeMs, long nowMs)
    {
        if (logTimeMs <= Stamp(nowMs))
            return;
        _logTimeMs = logTimeMs;
        _heardAtMs = nowMs;
    }
}
