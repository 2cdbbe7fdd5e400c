using Spectre.Console;

namespace RaftTorture.Benchmarks.Comparison;

/// <summary>The systems side by side; medians of the rounds, and of the rate also least and most.</summary>
internal static class ComparisonTable
{
    public static Table Of(IReadOnlyList<Row> rows)
    {
        var table = new Table().AddColumn("load").AddColumn("system");
        foreach (var figure in new[] { "operations/s", "p50 ms", "p99 ms", "nodes' CPU us/op", "driver's", "errors", "RaftTorture is" })
            table.AddColumn(figure, column => column.RightAligned());
        foreach (var row in rows)
        {
            var ours = rows.Single(own => own.Kind == row.Kind && own.Contestant == Contestant.Raft.Name);
            table.AddRow(
                $"{row.Kind}", row.Contestant, $"{row.PerSecond}", $"{row.P50Ms.Median:F1}", $"{row.P99Ms.Median:F1}",
                $"{row.NodesCpuUs.Median:N0}", $"{row.DriverCpuUs.Median:N0}", $"{row.Errors}", row == ours ? "" : $"{ours.PerSecond.Median / row.PerSecond.Median:F2} x");
        }

        return table;
    }
}
