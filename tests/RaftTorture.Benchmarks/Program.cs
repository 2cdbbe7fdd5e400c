using System.Globalization;
using RaftTorture.Benchmarks;
using Spectre.Console;

if (args is not ["harness", .. var rest] || !TryCount(rest, out var runs))
{
    AnsiConsole.MarkupLine("usage: RaftTorture.Benchmarks harness [[runs]]");
    return 254;
}

var results = new List<HarnessResult>();
for (var run = 0; run < runs; run++)
    results.Add(await HarnessBenchmark.RunAsync(seed: run));
AnsiConsole.Write(HarnessTable.Of(results));
return Floor(results.Select(result => result.OperationsPerSecond).Order().ElementAt(runs / 2));

static int Floor(double median)
{
    const int least = 30_000;
    if (median >= least)
        return 0;
    AnsiConsole.MarkupLine($"too slow: the median is {median:N0} operations/s, at least {least:N0} are needed");
    return 1;
}

static bool TryCount(string[] rest, out int runs)
{
    runs = 5;
    return rest is [] || (rest is [var count] && int.TryParse(count, NumberStyles.None, null, out runs) && runs > 0);
}
