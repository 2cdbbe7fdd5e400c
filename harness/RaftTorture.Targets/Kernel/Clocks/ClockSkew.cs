namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>What the clocks of a process were told to say. What they do say is for its own process to tell.</summary>
/// <param name="IsPatched">Whether it runs with replaced clocks at all.</param>
/// <param name="WallOffsetMs">How far its wall clock is ahead now, milliseconds, without the strobe.</param>
/// <param name="WallPpm">What its wall clock gains, parts per million.</param>
/// <param name="MonotonicOffsetMs">What its monotonic clock has gained so far, milliseconds; it keeps that.</param>
/// <param name="MonotonicPpm">What its monotonic clock gains.</param>
/// <param name="StrobeDeltaMs">How much further on its wall clock is in every other period.</param>
/// <param name="StrobePeriodMs">0 for no strobe.</param>
internal sealed record ClockSkew(
    bool IsPatched, double WallOffsetMs, long WallPpm, double MonotonicOffsetMs, long MonotonicPpm, double StrobeDeltaMs, double StrobePeriodMs)
{
    public const long NsPerMs = 1_000_000;

    public static readonly ClockSkew Unpatched = new(false, 0, 0, 0, 0, 0, 0);

    public static ClockSkew Of(ClockLie lie)
    {
        var nowNs = MonotonicClock.NowNs;
        return new ClockSkew(
            true, Ms(lie.WallOffsetAt(nowNs)), lie.WallPpm, Ms(lie.MonotonicOffsetAt(nowNs)), lie.MonotonicPpm, Ms(lie.StrobeDeltaNs), Ms(lie.StrobePeriodNs));
    }

    private static double Ms(long ns) => (double)ns / NsPerMs;
}
