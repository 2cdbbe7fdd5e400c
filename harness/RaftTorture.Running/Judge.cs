using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running;

/// <summary>The verdict of a run: was the history allowed, was there enough of it, did the faults happen, did the cluster come back.</summary>
public static class Judge
{
    /// <param name="workload">The checker of the workload.</param>
    /// <param name="liveness">Null if the run was interrupted before it was known.</param>
    public static Verdict Decide(
        Plan plan, IChecker workload, IReadOnlyList<HistoryEvent> history, IReadOnlyList<Receipt> receipts, Verdict? liveness)
    {
        var limits = Limits(plan);
        List<Verdict> parts =
        [
            workload.Check(history, limits),
            new StatsChecker().Check(history, limits),
            FaultsVerdict.Of(NemesisCatalog.Kinds(plan.Nemesis), receipts),
        ];
        if (liveness is not null)
            return Verdict.Compose("run", [.. parts, liveness]);
        var verdict = Verdict.Compose("run", parts);
        return verdict with { Summary = $"interrupted, judged as far as it went: {verdict.Summary}", Facts = [new("interrupted", "yes")] };
    }

    private static CheckLimits Limits(Plan plan)
    {
        var watch = Stopwatch.StartNew();
        return new CheckLimits(plan.CheckBytes, () => watch.Elapsed.TotalSeconds > plan.CheckSeconds);
    }
}
