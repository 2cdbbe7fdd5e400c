using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Faults.Clocks;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>The families that are done in the same way in every world, as a world with a kernel knows them.</summary>
internal static class CommonInjectors
{
    public static IInjector Clock(Surroundings around) => new ClockInjector(
        ClockLever(around),
        around.Nodes.Values,
        (node, cancellation) => around.System.ReadClockAsync(((IWorldNode)node).Site, cancellation),
        (node, cancellation) => around.System.ReadMonotonicAsync(((IWorldNode)node).Site, cancellation));

    public static IInjector Pause(Surroundings around) => new Family(FaultKind.Pause, (fault, cancellation) => fault switch
    {
        Fault.Pause pause => PauseInjector.PauseAsync(around.Named(pause.Nodes), cancellation),
        Fault.Resume resume => PauseInjector.ResumeAsync(around.Named(resume.Nodes), cancellation),
        _ => throw new UnreachableException($"{fault}"),
    });

    public static IInjector Kill(Surroundings around)
    {
        var kills = new KillInjector((node, cancellation) => StartAsync(around, (IWorldNode)node, cancellation));
        return new Family(FaultKind.Kill, (fault, cancellation) => fault switch
        {
            Fault.Kill kill => KillInjector.KillAsync(around.Named(kill.Nodes), cancellation),
            Fault.Start start => kills.StartAsync(around.Named(start.Nodes), cancellation),
            _ => throw new UnreachableException($"{fault}"),
        });
    }

    public static IInjector Transfer(Surroundings around)
    {
        var transfers = new TransferInjector(around.AnyNodes);
        return new Family(FaultKind.Transfer, (fault, cancellation) => fault switch
        {
            Fault.Transfer transfer => transfers.TransferAsync(transfer, cancellation),
            _ => throw new UnreachableException($"{fault}"),
        });
    }

    public static IInjector Snapshot(Surroundings around) => new Family(FaultKind.Snapshot, (fault, cancellation) => fault switch
    {
        Fault.TakeSnapshot snapshot => SnapshotInjector.TakeAsync(around.Named(snapshot.Nodes), cancellation),
        _ => throw new UnreachableException($"{fault}"),
    });

    public static IInjector Membership(Surroundings around) => new WorldMembershipInjector(
        new MembershipInjector(around.AnyNodes), new Replacement(around.Nodes, around.World.DiskOf, around.Starter), around.Nodes);

    private static IClockLever ClockLever(Surroundings around) => around.Nodes.Keys.All(node => around.World.FaketimeOf(node) is not null)
        ? new FaketimeLever(around.Kernel, node => around.World.FaketimeOf(node)!)
        : new VdsoLever(around.Kernel);

    private static async Task<TimeSpan> StartAsync(Surroundings around, IWorldNode node, CancellationToken cancellation)
    {
        await around.Starter.LaunchAsync(node, StartHow.Again, cancellation);
        return await around.Starter.BecomeReadyAsync(node, cancellation);
    }

    private sealed class Family(FaultKind kind, Func<Fault, CancellationToken, Task<FaultEffect>> apply) : IInjector
    {
        public FaultKind Kind => kind;

        public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => apply(fault, cancellation);
    }
}
