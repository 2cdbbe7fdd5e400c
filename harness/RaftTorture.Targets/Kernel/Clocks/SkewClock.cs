using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Processes;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>Makes the clocks of a process wrong, in place of whatever was wrong with them.</summary>
/// <param name="Pid">Its number where the kernel is.</param>
/// <param name="OffsetMs">How far its wall clock is ahead of the truth, at once; behind if negative.</param>
/// <param name="WallPpm">Parts per million that it gains from now on, with no jump.</param>
/// <param name="MonotonicPpm">The same of its monotonic clock, which never jumps and never goes back.</param>
internal sealed record SkewClock(int Pid, double OffsetMs, int WallPpm = 0, int MonotonicPpm = 0) : KernelRequest<ClockSkew>
{
    protected override Task<ClockSkew> PerformAsync(Workshop workshop, CancellationToken cancellation) => workshop.Get<SkewedProcesses>().TellAsync(
        workshop.Get<MetProcesses>().Demand(Pid),
        over => over with { WallOffsetNs = (long)(OffsetMs * ClockSkew.NsPerMs), WallPpm = WallPpm, MonotonicPpm = MonotonicPpm },
        cancellation);
}

/// <summary>Makes the wall clock of a process jump there and back, in place of whatever was wrong with its clocks.</summary>
/// <param name="Pid">Its number where the kernel is.</param>
/// <param name="DeltaMs">How far.</param>
/// <param name="PeriodMs">How long it stays on each side. It starts on the far one.</param>
internal sealed record StrobeClock(int Pid, long DeltaMs, int PeriodMs) : KernelRequest<ClockSkew>
{
    protected override Task<ClockSkew> PerformAsync(Workshop workshop, CancellationToken cancellation) => workshop.Get<SkewedProcesses>().TellAsync(
        workshop.Get<MetProcesses>().Demand(Pid),
        over => over with { StrobeDeltaNs = DeltaMs * ClockSkew.NsPerMs, StrobePeriodNs = PeriodMs * ClockSkew.NsPerMs },
        cancellation);
}

/// <summary>Makes the wall clock of a process right, and its monotonic clock run at the true rate.</summary>
/// <param name="Pid">Its number where the kernel is. One whose clocks were never touched is left alone.</param>
internal sealed record ResetClock(int Pid) : KernelRequest<ClockSkew>
{
    protected override Task<ClockSkew> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        workshop.Get<SkewedProcesses>().ResetAsync(workshop.Get<MetProcesses>().Demand(Pid), cancellation);
}

/// <summary>Reads what the clocks of a process were told to say.</summary>
/// <param name="Pid">Its number where the kernel is.</param>
internal sealed record ReadSkew(int Pid) : KernelRequest<ClockSkew>
{
    protected override Task<ClockSkew> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        using var patch = PatchedVdso.Find(workshop.Get<MetProcesses>().Demand(Pid));
        return Task.FromResult(patch is null ? ClockSkew.Unpatched : ClockSkew.Of(patch.Lie));
    }
}
