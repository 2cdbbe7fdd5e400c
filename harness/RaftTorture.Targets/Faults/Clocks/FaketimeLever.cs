using System.Diagnostics;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>By the libfaketime with which the node was started: where its vDSO cannot be patched. Each life begins with the true time.</summary>
/// <param name="kernel">Of the machine on which the nodes run.</param>
/// <param name="placeOf">Where a node finds it.</param>
internal sealed class FaketimeLever(IKernel kernel, Func<string, FaketimePlace> placeOf) : IClockLever
{
    public string By => "by libfaketime: ";

    public string? WhyNotMonotonic => "libfaketime never fakes it";

    public Task SkewAsync(string node, INodeLife life, WrongClock wrong, CancellationToken cancellation) =>
        kernel.AskAsync(new FakeTime(life.Pid, placeOf(node).File, TimeOf(wrong)), cancellation);

    public Task ResetAsync(string node, INodeLife life, CancellationToken cancellation) =>
        kernel.AskAsync(new FakeTime(life.Pid, placeOf(node).File, new FakedTime()), cancellation);

    public async Task<string?> WhyNotFeltAsync(string node, INodeLife life, CancellationToken cancellation)
    {
        try
        {
            return (await kernel.AskAsync(new LookAtPreload(life.Pid, placeOf(node).Library), cancellation)).IsLoaded
                ? "libfaketime is loaded; a program that asks for the time past the C library, as those of Go do, is out of its reach"
                : "libfaketime is not loaded: a static program, and one of another C library, takes no preload";
        }
        catch (KernelException refused)
        {
            return refused.Message;
        }
    }

    private static FakedTime TimeOf(WrongClock wrong) => wrong.Fault switch
    {
        Fault.BumpClock bump => new FakedTime(bump.OffsetMs),
        Fault.StrobeClock strobe => new FakedTime(StrobeDeltaMs: strobe.DeltaMs, StrobePeriodMs: strobe.PeriodMs),
        Fault.DriftClock drift => new FakedTime(wrong.OffMs, drift.Ppm),
        _ => throw new UnreachableException($"{wrong.Fault}"),
    };
}
