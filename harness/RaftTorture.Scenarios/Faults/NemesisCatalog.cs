using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Every family of faults by the name it has in <c>--nemesis</c>: a new one is one file and one line here.</summary>
public static class NemesisCatalog
{
    public static ImmutableArray<FaultFamily> Families { get; } =
    [
        new("partition", FaultKind.Partition, PartitionFaults.Shapes, (plan, shapes) => PartitionFaults.Among(WorldCatalog.IsOfPackets(plan.World), shapes)),
        new("kill", FaultKind.Kill, KillFaults.Choices, (_, targets) => KillFaults.Among(targets)),
        new("pause", FaultKind.Pause, PauseFaults.Choices, (_, targets) => PauseFaults.Among(targets)),
        new("packet", FaultKind.Packet, [], (plan, _) => PacketFaults.Among(FaultChoices.PacketBehaviors.Of(plan))),
        new("clock", FaultKind.Clock, NodeTargets.Choices, (plan, targets) => ClockFaults.Among(FaultChoices.ClockFaults.Of(plan), targets)),
        new("power", FaultKind.Power, NodeTargets.Choices, (plan, targets) => PowerFaults.Among(FaultChoices.PowerTails.Of(plan), targets)),
        new("disk", FaultKind.Disk, NodeTargets.Choices, (plan, targets) => DiskFaults.Among(FaultChoices.DiskFaults.Of(plan), targets)),
        new("corruption", FaultKind.Corruption, CorruptionFaults.Choices, (plan, targets) => CorruptionFaults.Among(FaultChoices.Corruptions.Of(plan), targets)),
        new("cpu", FaultKind.Cpu, NodeTargets.Choices, (_, targets) => CpuFaults.Among(targets)),
        new("memory", FaultKind.Memory, NodeTargets.Choices, (_, targets) => MemoryFaults.Among(targets)),
        new("restart", FaultKind.Restart, NodeTargets.Choices, (plan, targets) => RestartFaults.Among(plan.HasOtherVersion, targets)),
        new("transfer", FaultKind.Transfer, [], (_, _) => TransferFaults.Draw),
        new("snapshot", FaultKind.Snapshot, SnapshotFaults.Choices, (_, targets) => SnapshotFaults.Among(targets)),
        new("membership", FaultKind.Membership, MembershipFaults.Choices, (plan, targets) => MembershipFaults.Among(WorldCatalog.Has(plan.World, FaultKind.Corruption), targets)),
    ];

    /// <summary>What <c>--nemesis</c> understands: the families, and <c>none</c> and <c>all</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Families.Select(family => family.Name), "none", "all"];

    public static bool Knows(string name) => Names.Contains(name);

    /// <summary>The families that a plan asks for, in the catalog's order: by name, or by <c>all</c> every one that its world has.</summary>
    public static ImmutableArray<FaultFamily> Asked(Plan plan) =>
    [
        .. Families.Where(family => plan.Nemesis.Contains(family.Name) || (plan.Nemesis.Contains("all") && WorldCatalog.Has(plan.World, family.Kind))),
    ];

    /// <summary>The kinds of faults that a plan asks for, each once.</summary>
    /// <exception cref="PlanException">A name is unknown: the message lists the known ones.</exception>
    public static ImmutableArray<FaultKind> Kinds(Plan plan)
    {
        foreach (var name in plan.Nemesis)
        {
            if (!Knows(name))
                throw new PlanException(WhyUnknown(name));
        }

        return [.. Asked(plan).Select(family => family.Kind).Distinct()];
    }

    /// <summary>The plan's faults: every family in a rhythm and with dice of its own, so that faults overlap; ends with the time limit.</summary>
    public static IGenerator<Fault> Create(Plan plan) =>
        new TimeLimit<Fault>(Seconds(plan.TimeLimitSeconds), new Any<Fault>([.. Asked(plan).Select(family => InRhythm(plan, family))]));

    internal static string WhyUnknown(string name) => $"unknown nemesis '{name}': choose from {string.Join(", ", Names)}";

    private static Stagger<Fault> InRhythm(Plan plan, FaultFamily family)
    {
        var dice = new Dice(plan.Seed).Fork("nemesis").Fork(family.Name);
        var cycle = new FaultCycle(plan.Nodes, family.Draw(plan), dice.Fork("faults"));
        return new Stagger<Fault>(Seconds(plan.NemesisIntervalSeconds), dice.Fork("gaps"), cycle);
    }

    private static long Seconds(double seconds) => (long)(seconds * 1e9);
}
