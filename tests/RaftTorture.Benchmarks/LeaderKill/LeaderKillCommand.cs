using System.CommandLine;
using System.Diagnostics;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Benchmarks.Systems;
using Spectre.Console;

namespace RaftTorture.Benchmarks.LeaderKill;

/// <summary><c>leader-kill</c>: how long a real cluster acknowledges nothing after its leader was killed, E = 150-300 ms.</summary>
internal static class LeaderKillCommand
{
    private const int WriterCount = 8;

    public static Command Create()
    {
        var kills = new Option<int>("--kills") { Description = "How often.", DefaultValueFactory = _ => 200 };
        var directory = new Option<string?>("--directory") { Description = "Where the nodes' data go: decides the disk." };
        var command = new Command("leader-kill", "From the kill of a leader to the next acknowledged write.") { kills, directory };
        command.SetAction(parsed => RunAsync(parsed.GetValue(kills), parsed.GetValue(directory)));
        return command;
    }

    private static async Task<int> RunAsync(int kills, string? directory)
    {
        LoadAverage.Print("leader-kill");
        using var work = new WorkDirectory(directory);
        using var cluster = new RaftCluster(work.Path);
        await Patience.UntilAsync(cluster.IsWholeAsync, "the cluster is whole");
        var pausesMs = new List<double>();
        await using (var writers = new Writers(cluster, WriterCount))
        {
            for (var kill = 0; kill < kills; kill++)
                pausesMs.Add((await KillAsync(cluster, writers)).TotalMilliseconds);
        }

        return Report(new Spread(pausesMs), kills);
    }

    /// <summary>Counts from before the signal to a write that was asked for after it; then the cluster is made whole again.</summary>
    private static async Task<TimeSpan> KillAsync(RaftCluster cluster, Writers writers)
    {
        var leader = await cluster.LeaderAsync() ?? throw new BenchmarkException("a whole cluster has no leader");
        var killed = Stopwatch.GetTimestamp();
        cluster.Kill(leader);
        var pause = await writers.FirstAskedAndDoneSinceAsync(killed);
        cluster.Restart(leader);
        await Patience.UntilAsync(cluster.IsWholeAsync, "the cluster is whole again");
        return pause;
    }

    private static int Report(Spread pausesMs, int kills)
    {
        var table = new Table().Title($"leader killed to first acknowledged write, {kills} kills, {WriterCount} writers, ms");
        foreach (var column in new[] { "min", "p50", "p90", "p99", "max" })
            table.AddColumn(column);
        table.AddRow($"{pausesMs.Min:F0}", $"{pausesMs.Median:F0}", $"{pausesMs.At(0.9):F0}", $"{pausesMs.At(0.99):F0}", $"{pausesMs.Max:F0}");
        AnsiConsole.Write(table);
        return Goal.Judge(
            Goal.AtMost("p50", 300, pausesMs.Median, "ms"),
            Goal.AtMost("p99", 600, pausesMs.At(0.99), "ms"),
            Goal.AtMost("max", 1500, pausesMs.Max, "ms"));
    }
}
