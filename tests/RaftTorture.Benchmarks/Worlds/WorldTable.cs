using Spectre.Console;

namespace RaftTorture.Benchmarks.Worlds;

/// <summary>What was measured in a world as a table, and what was wanted of it.</summary>
internal static class WorldTable
{
    private const double UpMs = 5000;
    private const double PartitionMs = 50;
    private const double PowerMs = 500;

    public static Table Of(string world, WorldFigures figures)
    {
        var table = new Table().Title($"{world}, 5 nodes, ms").AddColumn("what");
        foreach (var figure in new[] { "times", "median", "min", "max", "goal" })
            table.AddColumn(figure, column => column.RightAligned());
        Add(table, "stage: what a run does before its cluster", figures.StageMs, null);
        Add(table, "cluster up: nodes started to a leader that serves", figures.UpMs, UpMs);
        Add(table, "partition applied, 12 links", figures.PartitionMs, PartitionMs);
        Add(table, "partition healed", figures.HealMs, PartitionMs);
        Add(table, "power cut cycle, without the node's start", figures.PowerMs, PowerMs);
        return table;
    }

    /// <summary>Medians: the most that was seen stands in the table.</summary>
    public static IReadOnlyList<Goal> GoalsOf(WorldFigures figures) =>
    [
        .. AtMost("cluster up, median", UpMs, figures.UpMs),
        .. AtMost("partition applied, median", PartitionMs, figures.PartitionMs),
        .. AtMost("partition healed, median", PartitionMs, figures.HealMs),
        .. AtMost("power cut cycle, median", PowerMs, figures.PowerMs),
        new Goal("every effect seen by a probe", Seen(figures), figures.Unseen.Count == 0),
    ];

    private static IEnumerable<Goal> AtMost(string what, double most, List<double> seen) =>
        seen.Count > 0 ? [Goal.AtMost(what, most, new Spread(seen).Median, "ms")] : [];

    private static string Seen(WorldFigures figures) =>
        $"{figures.EffectCount - figures.Unseen.Count} of {figures.EffectCount}{string.Concat(figures.Unseen.Select(unseen => $"; {unseen}"))}";

    private static void Add(Table table, string what, List<double> ms, double? goal)
    {
        if (ms.Count == 0)
            return;
        var spread = new Spread(ms);
        table.AddRow(what, $"{ms.Count}", $"{spread.Median:N1}", $"{spread.Min:N1}", $"{spread.Max:N1}", goal is { } most ? $"{most:N0}" : "");
    }
}
