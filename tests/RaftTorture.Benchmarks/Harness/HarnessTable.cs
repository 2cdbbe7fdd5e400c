using Spectre.Console;

namespace RaftTorture.Benchmarks.Harness;

/// <summary>The runs of the harness benchmark as a table: each, then least, middle and most.</summary>
internal static class HarnessTable
{
    public static Table Of(IReadOnlyList<HarnessResult> results)
    {
        var table = new Table().Title($"harness, 50 workers, {Environment.ProcessorCount} core(s)");
        table.AddColumn("run").AddColumn("operations").AddColumn("seconds").AddColumn("CPU s").AddColumn("history MB").AddColumn("operations/s");
        foreach (var (run, result) in results.Index())
            table.AddRow($"{run + 1}", $"{result.OperationCount:N0}", $"{result.Elapsed.TotalSeconds:F2}", $"{result.Cpu.TotalSeconds:F2}", $"{result.FileBytes / 1e6:F1}", $"{result.OperationsPerSecond:N0}");
        var rates = results.Select(result => result.OperationsPerSecond).Order().ToList();
        table.AddRow("min / median / max", "", "", "", "", $"{rates[0]:N0} / {rates[rates.Count / 2]:N0} / {rates[^1]:N0}");
        return table;
    }
}
