using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Every family of faults by the name it has in <c>--nemesis</c>: a new one is one file and one line here.</summary>
public static class NemesisCatalog
{
    private static readonly ImmutableArray<(string Name, FaultKind Kind, Func<Plan, DrawFault> Draw)> All =
    [
        ("partition", FaultKind.Partition, plan => PartitionFaults.Among(Chosen(plan.PartitionTargets, PartitionFaults.Shapes))),
        ("kill", FaultKind.Kill, plan => KillFaults.Among(Chosen(plan.NodeTargets, KillFaults.Choices))),
        ("pause", FaultKind.Pause, plan => PauseFaults.Among(Chosen(plan.NodeTargets, PauseFaults.Choices))),
        ("packet", FaultKind.Packet, _ => PacketFaults.Draw),
        ("transfer", FaultKind.Transfer, _ => TransferFaults.Draw),
        ("snapshot", FaultKind.Snapshot, plan => SnapshotFaults.Among(Chosen(plan.NodeTargets, SnapshotFaults.Choices))),
        ("membership", FaultKind.Membership, plan => MembershipFaults.Among(Chosen(plan.NodeTargets, MembershipFaults.Choices))),
    ];

    /// <summary>What <c>--nemesis</c> understands: the families, and <c>none</c> and <c>all</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(family => family.Name), "none", "all"];

    public static bool Knows(string name) => Names.Contains(name);

    /// <summary>Whether a list of names, known or not, asks for a family.</summary>
    public static bool Asks(ImmutableArray<string> names, FaultKind kind) =>
        names.Contains("all") || All.Any(family => family.Kind == kind && names.Contains(family.Name));

    /// <summary>The families that a list of names asks for, each once, in the catalog's order.</summary>
    /// <exception cref="PlanException">A name is unknown: the message lists the known ones.</exception>
    public static ImmutableArray<FaultKind> Kinds(ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (!Knows(name))
                throw new PlanException(WhyUnknown(name));
        }

        return [.. All.Where(family => names.Contains(family.Name) || names.Contains("all")).Select(family => family.Kind)];
    }

    /// <summary>The plan's faults: every family in a rhythm and with dice of its own, so that faults overlap; ends with the time limit.</summary>
    /// <exception cref="PlanException">The plan names an unknown family.</exception>
    public static IGenerator<Fault> Create(Plan plan)
    {
        var kinds = Kinds(plan.Nemesis);
        var families = All.Where(family => kinds.Contains(family.Kind)).Select(family => InRhythm(plan, family.Name, family.Draw(plan)));
        return new TimeLimit<Fault>(Seconds(plan.TimeLimitSeconds), new Any<Fault>([.. families]));
    }

    internal static string WhyUnknown(string name) => $"unknown nemesis '{name}': choose from {string.Join(", ", Names)}";

    private static Stagger<Fault> InRhythm(Plan plan, string name, DrawFault draw)
    {
        var dice = new Dice(plan.Seed).Fork("nemesis").Fork(name);
        var cycle = new FaultCycle(plan.Nodes, draw, dice.Fork("faults"));
        return new Stagger<Fault>(Seconds(plan.NemesisIntervalSeconds), dice.Fork("gaps"), cycle);
    }

    /// <summary>What the plan asks for of what a family has; all of it where the plan says nothing.</summary>
    private static ImmutableArray<string> Chosen(ImmutableArray<string> asked, ImmutableArray<string> has) =>
        asked.IsEmpty ? has : [.. has.Where(asked.Contains)];

    private static long Seconds(double seconds) => (long)(seconds * 1e9);
}
