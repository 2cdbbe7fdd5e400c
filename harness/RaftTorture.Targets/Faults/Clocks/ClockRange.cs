namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>Between what a clock is ahead of the harness's own, milliseconds; behind if negative.</summary>
internal readonly record struct ClockRange(double LowMs, double HighMs)
{
    public double WidthMs => HighMs - LowMs;

    public double MiddleMs => (LowMs + HighMs) / 2;

    public static ClockRange Around(double ms, double roomMs) => new(ms - roomMs, ms + roomMs);

    public bool Meets(ClockRange other) => LowMs <= other.HighMs && other.LowMs <= HighMs;

    public ClockRange Shift(double ms) => new(LowMs + ms, HighMs + ms);

    public ClockRange Widen(double ms) => new(LowMs - ms, HighMs + ms);

    /// <summary>What both allow; the newer alone if they contradict each other, for then the clock has moved.</summary>
    public ClockRange Narrow(ClockRange newer) =>
        Meets(newer) ? new ClockRange(Math.Max(LowMs, newer.LowMs), Math.Min(HighMs, newer.HighMs)) : newer;

    public override string ToString() => WidthMs < 1000 ? $"{MiddleMs:+0.0;-0.0;0.0} ms (± {WidthMs / 2:0.0})" : $"between {LowMs:0} and {HighMs:0} ms";
}
