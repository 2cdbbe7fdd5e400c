using System.Collections.Immutable;
using RaftTorture.Reporting.Charts;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Doctor;
using RaftTorture.Targets.Kernel;
using Spectre.Console;

namespace RaftTorture.Cli.Doctor;

/// <summary>What works on this machine: a table of faults and worlds, and below it what a person can do about the rest.</summary>
public static class DoctorTable
{
    private const string ItselfName = "the world itself";

    public static void Write(IAnsiConsole console, ImmutableArray<WorldHealth> worlds)
    {
        var table = new Table().Border(TableBorder.Horizontal).AddColumn("fault").ShowRowSeparators();
        foreach (var world in worlds)
            table.AddColumn(world.World);
        table.AddRow([new Text(ItselfName), .. worlds.Select(world => Cell(world.Itself))]);
        foreach (var kind in Enum.GetValues<FaultKind>())
            table.AddRow([new Text(FaultName.Of(kind)), .. worlds.Select(world => Cell(world, kind))]);
        console.Write(table);
        foreach (var line in Remedies(worlds))
            console.Profile.Out.Writer.WriteLine(line);
    }

    /// <summary>One line for each thing that can be done; what it would give comes first.</summary>
    public static IEnumerable<string> Remedies(ImmutableArray<WorldHealth> worlds) =>
        from missing in worlds.SelectMany(Missing)
        group missing.Name by (missing.Ability.Words, missing.Ability.Remedy) into same
        select $"{string.Join(", ", same)}: {same.Key.Words}; {same.Key.Remedy}";

    private static IEnumerable<(string Name, Ability Ability)> Missing(WorldHealth world) =>
        world.Faults.Select(fault => ($"{world.World} {FaultName.Of(fault.Key)}", fault.Value))
            .Prepend((world.World, world.Itself))
            .Where(each => !each.Item2.Works);

    private static Text Cell(WorldHealth world, FaultKind kind) =>
        world.Faults.TryGetValue(kind, out var ability) ? Cell(ability)
        : new Text(WorldCatalog.Has(world.World, kind) ? "" : "–", new Style(decoration: Decoration.Dim));

    private static Text Cell(Ability ability) =>
        new($"{(ability.Works ? "✓" : "✗")} {ability.Words}", new Style(ability.Works ? Color.Green : Color.Red));
}
