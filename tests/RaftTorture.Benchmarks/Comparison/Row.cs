using RaftTorture.Benchmarks.Loads;

namespace RaftTorture.Benchmarks.Comparison;

/// <summary>All rounds of one system under one load.</summary>
internal sealed class Row(LoadKind kind, string contestant, IReadOnlyList<Measurement> measurements)
{
    public LoadKind Kind => kind;

    public string Contestant => contestant;

    public Spread PerSecond { get; } = new(measurements.Select(measurement => measurement.Result.PerSecond));

    public Spread P50Ms { get; } = new(measurements.Select(measurement => measurement.Result.P50Us / 1e3));

    public Spread P99Ms { get; } = new(measurements.Select(measurement => measurement.Result.P99Us / 1e3));

    public Spread NodesCpuUs { get; } = new(measurements.Select(measurement => measurement.NodesCpuUsPerOperation));

    public Spread DriverCpuUs { get; } = new(measurements.Select(measurement => measurement.DriverCpuUsPerOperation));

    public int Errors => measurements.Sum(measurement => measurement.Result.Errors);

    public static IReadOnlyList<Row> Of(IEnumerable<Measurement> measurements) =>
        [.. measurements.GroupBy(one => (one.Kind, one.Contestant)).Select(group => new Row(group.Key.Kind, group.Key.Contestant, [.. group])).OrderBy(row => row.Kind)];
}
