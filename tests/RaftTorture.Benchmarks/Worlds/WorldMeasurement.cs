using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Cli.Worlds;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Benchmarks.Worlds;

/// <summary>Measures one world as a run uses it: the stage, the cluster, and faults through the cluster's one verb.</summary>
internal sealed class WorldMeasurement(string world, Rounds rounds, WorkDirectory work)
{
    private static readonly ImmutableArray<string> Nodes = ["n1", "n2", "n3", "n4", "n5"];

    private readonly WorldFigures _figures = new();

    private Plan Plan => new() { Seed = 1, World = world, Nodes = Nodes, Nemesis = ["partition", "power"] };

    /// <exception cref="BenchmarkException">The world, or a fault in it, cannot be had here.</exception>
    public async Task<WorldFigures> RunAsync()
    {
        for (var start = 1; start <= rounds.Starts; start++)
            await RunClusterAsync($"{start}", isLast: start == rounds.Starts);
        return _figures;
    }

    private async Task RunClusterAsync(string name, bool isLast)
    {
        await using var stage = await TimedAsync(_figures.StageMs, OpenAsync);
        await using var cluster = stage.Create(Directory.CreateDirectory(work.Child(name)).FullName, $"worlds-{name}-{Environment.ProcessId}");
        await TimedAsync(_figures.UpMs, async () =>
        {
            await cluster.StartAsync(CancellationToken.None);
            return true;
        });
        if (!isLast)
            return;
        for (var round = 0; round < rounds.Partitions; round++)
            await PartAndHealAsync(cluster, round);
        for (var round = 0; round < rounds.PowerCuts; round++)
            await CutPowerAsync(cluster, Nodes[round % Nodes.Length]);
    }

    private async Task<IStage> OpenAsync()
    {
        try
        {
            var stage = await WorldChoices.Of(world).OpenAsync(Plan, new NodePrograms(), CancellationToken.None);
            if (NemesisCatalog.Kinds(Plan).Select(stage.WhyUnsupported).OfType<string>().FirstOrDefault() is not { } why)
                return stage;
            await stage.DisposeAsync();
            throw new BenchmarkException($"{world} is not measured: {why}");
        }
        catch (ClusterException missing)
        {
            throw new BenchmarkException($"{world} is not measured: {missing.Message}");
        }
    }

    /// <summary>Two nodes are cut off from three, both ways: twelve links; other two each time.</summary>
    private async Task PartAndHealAsync(ICluster cluster, int round)
    {
        string[] few = [Nodes[round % Nodes.Length], Nodes[(round + 1) % Nodes.Length]];
        ImmutableArray<Link> cut = [.. from a in few from b in Nodes.Except(few) from link in new[] { new Link(a, b), new Link(b, a) } select link];
        await DoAsync(cluster, new Fault.Partition("halves", cut), _figures.PartitionMs);
        await DoAsync(cluster, new Fault.HealPartition(), _figures.HealMs);
    }

    private async Task CutPowerAsync(ICluster cluster, string node)
    {
        await DoAsync(cluster, new Fault.CutPower([node]), _figures.PowerMs);
        await DoAsync(cluster, new Fault.RestorePower([node]), null);
    }

    /// <summary>The time is the cluster's own figure: around the call would be the probes, too, which must see 100 ms of silence before they believe it.</summary>
    private async Task DoAsync(ICluster cluster, Fault fault, List<double>? into)
    {
        var effect = await cluster.ApplyAsync(fault, CancellationToken.None);
        _figures.EffectCount++;
        if (!effect.Confirmed)
            _figures.Unseen.Add($"{fault.F}: {effect.Evidence}");
        if (effect.TookMs is { } tookMs)
            into?.Add(tookMs);
    }

    private static async Task<T> TimedAsync<T>(List<double> into, Func<Task<T>> doAsync)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await doAsync();
        into.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }
}
