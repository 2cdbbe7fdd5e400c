using System.CommandLine;
using RaftTorture.Benchmarks.Loads;
using RaftTorture.Benchmarks.Machine;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Comparison;

/// <summary><c>etcd</c>: throughput and latency side by side with etcd.</summary>
internal static class ComparisonCommand
{
    private const double TimesAsFast = 2;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each system has its turn.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "How long each load is measured.", DefaultValueFactory = _ => 10 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds under load before that.", DefaultValueFactory = _ => 5 };
        var onlyOurs = new Option<bool>("--only-ours") { Description = "Leave etcd out." };
        var directory = new Option<string?>("--directory") { Description = "Where the nodes' data go: decides the disk." };
        var command = new Command("etcd", "Writes and reads of 64 clients, side by side with etcd.") { rounds, seconds, warmUp, onlyOurs, directory };
        command.SetAction(async parsed =>
        {
            using var work = new WorkDirectory(parsed.GetValue(directory));
            var load = new Load(LoadKind.Put, TimeSpan.FromSeconds(parsed.GetValue(warmUp)), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            var match = new Match(await ContestantsAsync(parsed.GetValue(onlyOurs), work), load, work.Path);
            await match.PlayAsync(parsed.GetValue(rounds));
            return Report(match, load, work);
        });
        return command;
    }

    private static async Task<Contestant[]> ContestantsAsync(bool onlyOurs, WorkDirectory work)
    {
        if (onlyOurs)
            return [Contestant.Raft];
        if (NativeDriver.WhatIsMissing() is { } missing)
        {
            AnsiConsole.MarkupLineInterpolated($"without etcd: {missing}");
            return [Contestant.Raft];
        }

        var driver = await NativeDriver.BuildAsync(work.Path);
        return [Contestant.Raft, Contestant.Native(driver), Contestant.NativeToLeader(driver), Contestant.Gateway];
    }

    private static int Report(Match match, Load load, WorkDirectory work)
    {
        var rows = Row.Of(match.Measurements);
        AnsiConsole.MarkupLineInterpolated(
            $"3 nodes each on loopback, {load.Clients} clients, a connection and {load.KeysPerClient} keys each, values of {load.ValueBytes} bytes, {work.FileSystem}, {Environment.ProcessorCount} cores");
        AnsiConsole.Write(ComparisonTable.Of(rows));
        return Goal.Judge([.. new[] { LoadKind.Put, LoadKind.Get }.SelectMany(kind => Goals(kind, rows))]);
    }

    /// <summary>The rival is etcd through its native client, whichever way it was faster; none, none was measured.</summary>
    private static IEnumerable<Goal> Goals(LoadKind kind, IReadOnlyList<Row> rows)
    {
        var ours = rows.Single(row => row.Kind == kind && row.Contestant == Contestant.Raft.Name);
        var rival = rows
            .Where(row => row.Kind == kind && row.Contestant != Contestant.Raft.Name && row.Contestant != Contestant.Gateway.Name)
            .MaxBy(row => row.PerSecond.Median);
        yield return new Goal($"{kind}: no errors", $"{rows.Where(row => row.Kind == kind).Sum(row => row.Errors)}", rows.All(row => row.Errors == 0));
        if (rival is null)
            yield break;
        yield return Goal.AtLeast($"{kind}: rate of {rival.Contestant}", TimesAsFast, ours.PerSecond.Median / rival.PerSecond.Median, "times");
        yield return Goal.AtMost($"{kind}: p99, {rival.Contestant} having", rival.P99Ms.Median, ours.P99Ms.Median, "ms");
    }
}
