using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults.Recipes;
using RaftTorture.Scenarios.Faults.Triggers;
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

    /// <summary>What <c>--nemesis</c> understands: the families, the recipes, and <c>none</c> and <c>all</c>.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. Families.Select(family => family.Name), .. RecipeCatalog.All.Select(recipe => recipe.Name), "none", "all"];

    public static bool Knows(string name) => Names.Contains(name);

    /// <summary>The families that a plan asks for, in the catalog's order: by name, or by <c>all</c> every one that its world has.</summary>
    public static ImmutableArray<FaultFamily> Asked(Plan plan) =>
    [
        .. Families.Where(family => plan.Nemesis.Contains(family.Name) || (plan.Nemesis.Contains("all") && WorldCatalog.Has(plan.World, family.Kind))),
    ];

    /// <summary>The recipes that a plan asks for by name.</summary>
    public static ImmutableArray<Recipe> Recipes(Plan plan) => [.. RecipeCatalog.All.Where(recipe => plan.Nemesis.Contains(recipe.Name))];

    /// <summary>The kinds of faults that a plan asks for, each once: those of its families, recipes and triggers.</summary>
    /// <exception cref="PlanException">A name or a trigger cannot be read: the message lists what is known.</exception>
    public static ImmutableArray<FaultKind> Kinds(Plan plan)
    {
        foreach (var name in plan.Nemesis)
        {
            if (!Knows(name))
                throw new PlanException(WhyUnknown(name));
        }

        IEnumerable<FaultKind> kinds =
            [.. Asked(plan).Select(family => family.Kind), .. Recipes(plan).SelectMany(recipe => recipe.Kinds), .. Trigger.Of(plan).Select(trigger => trigger.Family.Kind)];
        return [.. kinds.Distinct()];
    }

    internal static string WhyUnknown(string name) => $"unknown nemesis '{name}': choose from {string.Join(", ", Names)}";
}
