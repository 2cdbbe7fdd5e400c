using RaftTorture.Checking.Checkers;
using RaftTorture.Running.Data;
using RaftTorture.Running.Files;
using RaftTorture.Running.Playing;
using RaftTorture.Running.Ports;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running;

/// <summary>Plays a plan against a cluster in real time, and judges what came of it.</summary>
public static class Runner
{
    /// <summary>Refuses a plan that cannot be played here, before anything is started or written.</summary>
    /// <exception cref="PlanException">What is wrong, one line a problem.</exception>
    /// <param name="whyUnsupported">See <see cref="ICluster.WhyUnsupported"/>.</param>
    public static void Demand(Plan plan, Func<FaultKind, string?> whyUnsupported)
    {
        PlanValidation.Demand(plan);
        var missing = NemesisCatalog.Kinds(plan)
            .Select(kind => (kind, why: whyUnsupported(kind)))
            .Where(family => family.why is not null)
            .Select(family => $"the {plan.World} world cannot do {family.kind.Word()} here: {family.why}");
        if (string.Join('\n', missing) is { Length: > 0 } problems)
            throw new PlanException(problems);
    }

    /// <summary>Plays the plan through all its phases. Every part of the answer is also a file in the directory, written as it happened.</summary>
    /// <param name="cluster">Not yet started. It stays the caller's, who disposes it.</param>
    /// <param name="directory">Fresh.</param>
    /// <param name="environment">Versions, machine, command line: copied into the results.</param>
    /// <param name="interrupt">Heals, and checks what was recorded so far.</param>
    /// <exception cref="PlanException">The plan cannot be played here.</exception>
    /// <exception cref="ClusterException">The cluster does not start.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static async Task<RunRecord> RunAsync(
        Plan plan,
        ICluster cluster,
        RunDirectory directory,
        IRunObserver observer,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        CancellationToken interrupt)
    {
        Demand(plan, cluster.WhyUnsupported);
        directory.WritePlan(plan);
        var clock = new RunClock();
        var workload = WorkloadCatalog.Create(plan, new BogusData(plan.Seed));
        using var journal = new RunJournal(directory, clock, observer);
        await using var watch = ViolationWatch.Of(plan, workload);
        await using var recorder = new HistoryRecorder(directory.History, clock, watch is null ? null : watch.Recorded);
        Verdict? liveness;
        using (var run = new Run(plan, cluster, recorder, journal, clock, watch))
            liveness = await run.PlayAsync(workload.Load, interrupt);
        Verdict[] witnessed = [.. new[] { ProcessesVerdict.Of(cluster.UnexpectedExits), liveness, watch?.Violation }.OfType<Verdict>()];

        journal.Enter(Phase.Check);
        var history = recorder.Snapshot();
        await recorder.DisposeAsync(); // No verdict on a history that did not reach the disk.
        var verdict = await Task.Run(() => Judge.Decide(plan, workload.Checker, history, journal.Receipts, witnessed), CancellationToken.None);
        journal.Enter(Phase.Done);
        var record = new RunRecord(plan, history, [.. journal.Receipts], [.. journal.Leaders], [.. journal.Phases], verdict, [.. environment]);
        directory.WriteResults(new Results(record.Verdict, record.Phases, record.Environment));
        return record;
    }
}
