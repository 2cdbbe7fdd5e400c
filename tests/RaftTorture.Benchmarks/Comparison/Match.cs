using RaftTorture.Benchmarks.Loads;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Benchmarks.Systems;

namespace RaftTorture.Benchmarks.Comparison;

/// <summary>Rounds in which one system after the other has the machine for itself, so that the noise of the hour meets all of them.</summary>
internal sealed class Match(IReadOnlyList<Contestant> contestants, Load load, string directory)
{
    private readonly List<Measurement> _measurements = [];

    public IReadOnlyList<Measurement> Measurements => _measurements;

    public async Task PlayAsync(int rounds)
    {
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                LoadAverage.Print($"round {round}, {contestant.Name}");
                await PlayAsync(contestant);
            }
        }
    }

    /// <summary>A fresh cluster: all keys are put once, then writes are measured, then reads.</summary>
    private async Task PlayAsync(Contestant contestant)
    {
        using var cluster = contestant.Start(Path.Combine(directory, $"{_measurements.Count}"));
        await Patience.UntilAsync(async () => (await Task.WhenAll(cluster.Addresses.Select(cluster.IsHealthyAsync))).All(isWell => isWell), $"{contestant.Name} is healthy");
        await Patience.UntilAsync(async () => await cluster.LeaderAsync() is not null, $"{contestant.Name} has a leader");
        await contestant.Drive(cluster, Load.Fill(load));
        await MeasureAsync(contestant, cluster, LoadKind.Put);
        await MeasureAsync(contestant, cluster, LoadKind.Get);
    }

    private async Task MeasureAsync(Contestant contestant, ICluster cluster, LoadKind kind)
    {
        var before = Cpu(cluster);
        var result = await contestant.Drive(cluster, load with { Kind = kind });
        _measurements.Add(new Measurement(contestant.Name, kind, result, Cpu(cluster) - before));
    }

    private static TimeSpan Cpu(ICluster cluster) => TimeSpan.FromTicks(cluster.Nodes.Sum(node => node.CpuTime.Ticks));
}

/// <summary>One load on one system.</summary>
/// <param name="NodesCpu">Processor time of all nodes, that of the warm-up included.</param>
internal sealed record Measurement(string Contestant, LoadKind Kind, LoadResult Result, TimeSpan NodesCpu)
{
    public double NodesCpuUsPerOperation => NodesCpu.TotalMicroseconds / Math.Max(1, Result.Total);

    public double DriverCpuUsPerOperation => (double)Result.DriverCpuUs / Math.Max(1, Result.Total);
}
