using System.Diagnostics;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;

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

    /// <summary>Puts it in force in a process: in a later life a drift begins where it has come to.</summary>
    public KernelRequest<ClockSkew> RequestFor(int pid) => Fault switch
    {
        Fault.BumpClock bump => new SkewClock(pid, bump.OffsetMs),
        Fault.StrobeClock strobe => new StrobeClock(pid, strobe.DeltaMs, strobe.PeriodMs),
        Fault.DriftClock drift => new SkewClock(pid, OffMs, drift.Ppm, drift.IsMonotonicToo ? drift.Ppm : 0),
        _ => throw new UnreachableException($"{Fault}"),
    };
}
