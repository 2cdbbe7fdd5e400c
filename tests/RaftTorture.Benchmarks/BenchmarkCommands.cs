using System.CommandLine;
using RaftTorture.Benchmarks.Comparison;
using RaftTorture.Benchmarks.Harness;
using RaftTorture.Benchmarks.Judge;
using RaftTorture.Benchmarks.JudgeRules;
using RaftTorture.Benchmarks.LeaderKill;
using RaftTorture.Benchmarks.LogLength;
using RaftTorture.Benchmarks.Memory;
using RaftTorture.Benchmarks.Start;
using RaftTorture.Benchmarks.Worlds;
using Spectre.Console;

namespace RaftTorture.Benchmarks;

/// <summary>One command a benchmark; each prints a table and its goals, and ends with 1 if one was missed.</summary>
internal static class BenchmarkCommands
{
    private const int FileWidth = 130;
    private static readonly InvocationConfiguration Plainly = new() { EnableDefaultExceptionHandler = false };

    public static Task<int> RunAsync(string[] arguments)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = FileWidth;
            AnsiConsole.Profile.Capabilities.Ansi = false;
        }

        return Root().Parse(arguments).InvokeAsync(Plainly);
    }

    private static RootCommand Root()
    {
        Command[] each =
        [
            ComparisonCommand.Create(),
            StartCommand.Create(),
            MemoryCommand.Create(),
            LogLengthCommand.Create(),
            LeaderKillCommand.Create(),
            HarnessCommand.Create(),
            WorldsCommand.Create(),
            JudgeRulesCommand.Create(),
            JudgeCommand.Create(),
        ];
        var root = new RootCommand("What a RaftTorture node, and the harness, cost.");
        foreach (var command in each)
            root.Add(command);
        root.Add(JudgeGridCommand.Create()); // up to hours: not for `all`
        root.Add(All(each));
        return root;
    }

    /// <summary>All of them with their defaults, one after the other: they would disturb each other.</summary>
    private static Command All(Command[] each)
    {
        var all = new Command("all", "Every benchmark, one after the other, with its defaults.");
        all.SetAction(async _ =>
        {
            var worst = 0;
            foreach (var command in each)
                worst = Math.Max(worst, await command.Parse([]).InvokeAsync(Plainly));
            return worst;
        });
        return all;
    }
}
