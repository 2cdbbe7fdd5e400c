using System.Collections.Immutable;
using System.CommandLine;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Netns;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Worlds;

/// <summary><c>worlds</c>: how soon a cluster is up where faults are the kernel's, and how soon such a fault is in force and healed.</summary>
internal static class WorldsCommand
{
    private const string Name = "worlds";
    private const string Netns = "netns";
    private const int NotMeasured = 255;

    private static readonly ImmutableArray<string> Worlds = [Netns, "docker"];

    public static Command Create()
    {
        var world = new Option<string?>("--world") { Description = $"One of {string.Join(", ", Worlds)}; each that can be had if left out." };
        world.AcceptOnlyFromAmong([.. Worlds]);
        var starts = new Option<int>("--starts") { Description = "How many clusters are started.", DefaultValueFactory = _ => 3 };
        var partitions = new Option<int>("--partitions") { Description = "How many partitions are applied and healed.", DefaultValueFactory = _ => 20 };
        var powerCuts = new Option<int>("--power-cuts") { Description = "How often a node loses power.", DefaultValueFactory = _ => 5 };
        var command = new Command(Name, "Five nodes up, partitions, heals and power cuts, in the worlds with a kernel.") { world, starts, partitions, powerCuts };
        command.SetAction(async parsed =>
        {
            var rounds = new Rounds(parsed.GetValue(starts), parsed.GetValue(partitions), parsed.GetValue(powerCuts));
            return parsed.GetValue(world) is { } one ? await MeasureAsync(one, rounds) : await MeasureEachAsync(rounds);
        });
        return command;
    }

    /// <summary>Each in a process of its own: whoever goes into namespaces does not come back.</summary>
    private static async Task<int> MeasureEachAsync(Rounds rounds)
    {
        var codes = new List<int>();
        foreach (var world in Worlds)
        {
            codes.Add(await OwnProgram.RunAsync(
                [Name, "--world", world, "--starts", $"{rounds.Starts}", "--partitions", $"{rounds.Partitions}", "--power-cuts", $"{rounds.PowerCuts}"]));
        }

        return codes.Where(code => code != NotMeasured).DefaultIfEmpty(NotMeasured).Max();
    }

    private static async Task<int> MeasureAsync(string world, Rounds rounds)
    {
        try
        {
            if (world == Netns)
                NetnsEntry.Enter(OwnProgram.Name);
        }
        catch (ClusterException missing)
        {
            throw new BenchmarkException($"{world} is not measured: {missing.Message}");
        }

        LoadAverage.Print(world);
        using var work = new WorkDirectory(null);
        var figures = await new WorldMeasurement(world, rounds, work).RunAsync();
        AnsiConsole.Write(WorldTable.Of(world, figures));
        return Goal.Judge(WorldTable.GoalsOf(figures));
    }
}
