using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Worlds;

/// <summary>Every family of faults that worlds with a kernel know: a new one is one file and one line here.</summary>
internal static class WorldInjectors
{
    private static readonly Ability Signals = new(true, "signals");

    private static readonly Ability Operator = new(true, "the node's operator port");

    private static readonly Ability NoOperator = Ability.Missing(
        $"the node's --help names no {NodeAbilities.AdminPort} on which to ask for it", "leave it out of --nemesis, or take another --node-binary");

    /// <summary>In the order of <see cref="FaultKind"/>.</summary>
    public static ImmutableArray<InjectorFamily> All { get; } =
    [
        new(FaultKind.Partition, OfMachine(KernelPartitionInjector.ProbeAsync), around => new KernelPartitionInjector(around.Network)),
        new(FaultKind.Packet, OfMachine(KernelPacketInjector.ProbeAsync), around => new KernelPacketInjector(around.Network)),
        new(FaultKind.Clock, (machine, cancellation) => ClockAbility.ProbeAsync(machine.Kernel, machine.ClockMethod, FaketimeLibrary.Installed, cancellation), CommonInjectors.Clock),
        new(FaultKind.Cpu, OfMachine(CpuInjector.ProbeAsync), around => new CpuInjector(around.Kernel, around.Nodes, around.System, around.Starter)),
        new(FaultKind.Memory, OfMachine(MemoryInjector.ProbeAsync), around => new MemoryInjector(around.Kernel, around.World, around.Nodes, around.Starter)),
        new(FaultKind.Disk, OfMachine(DiskInjector.ProbeAsync), around => new DiskInjector(around.Kernel, around.Nodes, around.World.DiskOf, around.Starter)),
        new(FaultKind.Pause, Always(Signals), CommonInjectors.Pause),
        new(FaultKind.Kill, Always(Signals), CommonInjectors.Kill),
        new(FaultKind.Power, OfMachine(PowerInjector.ProbeAsync), around => new PowerInjector(around.Kernel, around.Nodes, around.World.DiskOf, around.Starter)),
        new(FaultKind.Restart, OfMachine(RestartInjector.ProbeAsync), around => new RestartInjector(around.Kernel, around.Nodes, around.Starter)),
        new(FaultKind.Corruption, IfAsked, around => new CorruptionInjector(
            around.Kernel, around.Nodes, around.World.DiskOf, around.Starter, new Replacement(around.Nodes, around.World.DiskOf, around.Starter))),
        new(FaultKind.Transfer, IfAsked, CommonInjectors.Transfer),
        new(FaultKind.Snapshot, IfAsked, CommonInjectors.Snapshot),
        new(FaultKind.Membership, IfAsked, CommonInjectors.Membership),
    ];

    private static Func<Examined, CancellationToken, Task<Ability>> Always(Ability ability) => (_, _) => Task.FromResult(ability);

    private static Func<Examined, CancellationToken, Task<Ability>> OfMachine(Func<IKernel, CancellationToken, Task<Ability>> probe) =>
        (machine, cancellation) => probe(machine.Kernel, cancellation);

    private static Task<Ability> IfAsked(Examined machine, CancellationToken cancellation) =>
        Task.FromResult(machine.System is IOperatedSystem { HasOperator: true } ? Operator : NoOperator);
}
