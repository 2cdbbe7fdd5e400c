using System.CommandLine;
using System.Diagnostics;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Benchmarks.Systems;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Start;

/// <summary><c>start</c>: from starting three processes to all of them being healthy, and to the first write that one acknowledged.</summary>
internal static class StartCommand
{
    private const double ReadyMs = 500;

    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "How often.", DefaultValueFactory = _ => 10 };
        var directory = new Option<string?>("--directory") { Description = "Where the nodes' data go: decides the disk." };
        var command = new Command("start", "From process start to ready, three nodes at once.") { runs, directory };
        command.SetAction(parsed => RunAsync(parsed.GetValue(runs), parsed.GetValue(directory)));
        return command;
    }

    private static async Task<int> RunAsync(int runs, string? directory)
    {
        LoadAverage.Print("start");
        using var work = new WorkDirectory(directory);
        var starts = new List<Timing>();
        for (var run = 0; run < runs; run++)
            starts.Add(await StartAsync(work.Child($"{run}")));

        var healthy = new Spread(starts.Select(timing => timing.Healthy.TotalMilliseconds));
        var written = new Spread(starts.Select(timing => timing.Written.TotalMilliseconds));
        var table = new Table().Title($"start of 3 nodes, {runs} times, ms").AddColumn("from process start to").AddColumn("median (min-max)");
        table.AddRow("all nodes healthy", $"{healthy}").AddRow("first acknowledged write", $"{written}");
        AnsiConsole.Write(table);
        return Goal.Judge(Goal.AtMost("start to ready, median", ReadyMs, healthy.Median, "ms"));
    }

    private static async Task<Timing> StartAsync(string directory)
    {
        var start = Stopwatch.GetTimestamp();
        using var cluster = new RaftCluster(directory);
        await Task.WhenAll(cluster.Addresses.Select(node => Patience.UntilAsync(() => cluster.IsHealthyAsync(node), $"{node} is healthy")));
        var healthy = Stopwatch.GetElapsedTime(start);
        using var client = cluster.Connect(cluster.Addresses[0], seed: 0);
        await client.PutAsync("first", "write");
        return new Timing(healthy, Stopwatch.GetElapsedTime(start));
    }

    private sealed record Timing(TimeSpan Healthy, TimeSpan Written);
}
