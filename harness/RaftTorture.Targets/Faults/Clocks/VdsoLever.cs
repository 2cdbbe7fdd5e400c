using System.Diagnostics;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>By the vDSO of its process: whatever program that is. It goes with the program.</summary>
internal sealed class VdsoLever(IKernel kernel) : IClockLever
{
    public Task SkewAsync(string node, INodeLife life, WrongClock wrong, CancellationToken cancellation) =>
        kernel.AskAsync(RequestFor(wrong, life.Pid), cancellation);

    public Task ResetAsync(string node, INodeLife life, CancellationToken cancellation) => kernel.AskAsync(new ResetClock(life.Pid), cancellation);

    public async Task<bool> HoldsAsync(INodeLife life, CancellationToken cancellation) =>
        (await kernel.AskAsync(new ReadSkew(life.Pid), cancellation)).IsPatched;

    /// <summary>In a later life a drift begins where it has come to.</summary>
    private static KernelRequest<ClockSkew> RequestFor(WrongClock wrong, int pid) => wrong.Fault switch
    {
        Fault.BumpClock bump => new SkewClock(pid, bump.OffsetMs),
        Fault.StrobeClock strobe => new StrobeClock(pid, strobe.DeltaMs, strobe.PeriodMs),
        Fault.DriftClock drift => new SkewClock(pid, wrong.OffMs, drift.Ppm, drift.IsMonotonicToo ? drift.Ppm : 0),
        _ => throw new UnreachableException($"{wrong.Fault}"),
    };
}
