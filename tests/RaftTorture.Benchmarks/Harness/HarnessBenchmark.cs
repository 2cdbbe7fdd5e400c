using System.Diagnostics;
using RaftTorture.Running;
using RaftTorture.Running.Data;
using RaftTorture.Running.Files;
using RaftTorture.Running.Playing;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Benchmarks.Harness;

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
            return await TimeAsync(plan, load, RunDirectory.Create(directory.FullName, "benchmark", DateTimeOffset.UtcNow));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<HarnessResult> TimeAsync(Plan plan, IGenerator<Operation> load, RunDirectory directory)
    {
        var clock = new RunClock();
        var cluster = new MemoryTarget();
        using var journal = new RunJournal(directory, clock, new CountingObserver());
        var progress = new Progress(cluster.Nodes);
        var cpuBefore = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await using (var recorder = new HistoryRecorder(directory.History, clock))
        await using (var interpreter = new Interpreter(plan, cluster, recorder, clock, done => Completed(journal, progress, done)))
            await interpreter.PlayAsync(load, CancellationToken.None);
        return new HarnessResult(OperationCount, watch.Elapsed, Environment.CpuUsage.TotalTime - cpuBefore, new FileInfo(directory.History).Length);
    }

    /// <summary>What a run does with each operation that ended.</summary>
    private static void Completed(RunJournal journal, Progress progress, Performed performed)
    {
        journal.Completed(performed.Invocation, performed.Completed);
        progress.Saw(performed);
    }
}

/// <summary>What one run measured.</summary>
/// <param name="Cpu">Processor time, which on a busy machine says more than the time that passed.</param>
internal sealed record HarnessResult(long OperationCount, TimeSpan Elapsed, TimeSpan Cpu, long FileBytes)
{
    public double OperationsPerSecond => OperationCount / Elapsed.TotalSeconds;
}
