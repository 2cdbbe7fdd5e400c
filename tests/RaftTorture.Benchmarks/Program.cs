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
return 0;

static bool TryCount(string[] rest, out int runs)
{
    runs = 5;
    return rest is [] || (rest is [var count] && int.TryParse(count, NumberStyles.None, null, out runs) && runs > 0);
}
