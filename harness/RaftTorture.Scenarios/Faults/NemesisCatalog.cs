using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Every family of faults by the name it has in <c>--nemesis</c>: a new one is one file and one line here.</summary>
public static class NemesisCatalog
{
    private static readonly ImmutableArray<(string Name, FaultKind Kind, DrawFault Draw)> All =
    [
        ("partition", FaultKind.Partition, PartitionFaults.Draw),
        ("kill", FaultKind.Kill, KillFaults.Draw),
        ("pause", FaultKind.Pause, PauseFaults.Draw),
        ("packet", FaultKind.Packet, PacketFaults.Draw),
    ];

    /// <summary>What <c>--nemesis</c> understands: the families, and <c>none</c> and <c>all</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(family => family.Name), "none", "all"];

    public static bool Knows(string name) => Names.Contains(name);

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
        var families = All.Where(family => kinds.Contains(family.Kind)).Select(family => InRhythm(plan, family.Name, family.Draw));
        return new TimeLimit<Fault>(Seconds(plan.TimeLimitSeconds), new Any<Fault>([.. families]));
    }

    internal static string WhyUnknown(string name) => $"unknown nemesis '{name}': choose from {string.Join(", ", Names)}";

    private static Stagger<Fault> InRhythm(Plan plan, string name, DrawFault draw)
    {
        var dice = new Dice(plan.Seed).Fork("nemesis").Fork(name);
        var cycle = new FaultCycle(plan.Nodes, draw, dice.Fork("faults"));
        return new Stagger<Fault>(Seconds(plan.NemesisIntervalSeconds), dice.Fork("gaps"), cycle);
    }

    private static long Seconds(double seconds) => (long)(seconds * 1e9);
}
