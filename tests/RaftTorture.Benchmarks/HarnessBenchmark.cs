using System.Diagnostics;
using RaftTorture.Running;
using RaftTorture.Running.Data;
using RaftTorture.Running.Playing;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Benchmarks;

/// <summary>How fast the harness itself is: what it costs to draw, hand out, time, order and write down an operation that costs nothing.</summary>
internal static class HarnessBenchmark
{
    private const int OperationCount = 300_000;

    /// <summary>The register workload as a run plays it, with 50 workers, every event in a file before the time is taken.</summary>
    public static async Task<HarnessResult> RunAsync(long seed)
    {
        var plan = new Plan { Seed = seed, Concurrency = 50, RateHz = 10_000_000, KeyCount = 20 };
        var workload = RegisterWorkload.Create(plan, new BogusData(seed));
        var load = new Limit<Operation>(OperationCount, new Stagger<Operation>((long)(1e9 / plan.RateHz), new Dice(seed), workload.Load));
        var directory = Directory.CreateTempSubdirectory("raft-torture-benchmark-");
        try
        {
            return await TimeAsync(plan, load, Path.Combine(directory.FullName, "history.jsonl"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<HarnessResult> TimeAsync(Plan plan, IGenerator<Operation> load, string path)
    {
        var clock = new RunClock();
        var watch = Stopwatch.StartNew();
        await using (var recorder = new HistoryRecorder(path, clock))
        await using (var interpreter = new Interpreter(plan, new MemoryTarget(), recorder, clock, _ => { }))
            await interpreter.PlayAsync(load, CancellationToken.None);
        return new HarnessResult(OperationCount, watch.Elapsed, new FileInfo(path).Length);
    }
}

/// <summary>What one run measured.</summary>
internal sealed record HarnessResult(long OperationCount, TimeSpan Elapsed, long FileBytes)
{
    public double OperationsPerSecond => OperationCount / Elapsed.TotalSeconds;
}
