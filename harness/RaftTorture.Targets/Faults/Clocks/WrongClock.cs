using System.Diagnostics;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>What is wrong with the clock of a node, over all its lives: a machine that is started again has the clock that it had.</summary>
/// <param name="Fault">A fault of clocks.</param>
/// <param name="SinceMs">Since when, on the harness's monotonic clock.</param>
internal sealed record WrongClock(Fault Fault, double SinceMs)
{
    /// <summary>How far the wall clock is off now, at the most.</summary>
    public double OffMs => OffAtMs(ClockProbe.NowMs);

    public double OffAtMs(double nowMs) => Fault switch
    {
        Fault.BumpClock bump => bump.OffsetMs,
        Fault.StrobeClock strobe => strobe.DeltaMs,
        Fault.DriftClock drift => (nowMs - SinceMs) * drift.Ppm / 1e6,
        _ => throw new UnreachableException($"{Fault}"),
    };
}
