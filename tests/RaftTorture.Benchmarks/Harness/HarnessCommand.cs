using System.CommandLine;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Harness;

/// <summary><c>harness</c>: what the harness itself costs.</summary>
internal static class HarnessCommand
{
    private const double LeastPerSecond = 30_000;

    public static Command Create()
    {
        var runs = new Argument<int>("runs") { Description = "How often.", DefaultValueFactory = _ => 5 };
        var command = new Command("harness", "What the harness costs: generator, workers and recorder against a store in memory.") { runs };
        command.SetAction(parsed => RunAsync(Math.Max(1, parsed.GetValue(runs))));
        return command;
    }

    private static async Task<int> RunAsync(int runs)
    {
        var results = new List<HarnessResult>();
        for (var run = 0; run < runs; run++)
            results.Add(await HarnessBenchmark.RunAsync(seed: run));
        AnsiConsole.Write(HarnessTable.Of(results));
        return Goal.Judge(Goal.AtLeast("the harness", LeastPerSecond, new Spread(results.Select(result => result.OperationsPerSecond)).Median, "operations/s"));
    }
}
