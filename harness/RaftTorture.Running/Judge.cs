using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running;

/// <summary>The verdict of a run: was the history allowed, was there enough of it, did the faults happen, did the cluster come back.</summary>
public static class Judge
{
    /// <param name="workload">The checker of the workload.</param>
    /// <param name="witnessed">
    /// What only the run itself could see, and no file can tell again: whether nodes ended by themselves, whether the cluster came back, and
    /// whether a violation stopped it. Without the latter two the run was interrupted: what it did not play to the end is never called valid.
    /// </param>
    public static Verdict Decide(
        Plan plan, IChecker workload, IReadOnlyList<HistoryEvent> history, IReadOnlyList<Receipt> receipts, IReadOnlyList<Verdict> witnessed)
    {
        var limits = Limits(plan);
        List<Verdict> parts =
        [
            workload.Check(history, limits),
            new StatsChecker().Check(history, limits),
            FaultsVerdict.Of(NemesisCatalog.Kinds(plan), receipts, FaultEnd.Of(plan)),
            .. witnessed,
        ];
        var verdict = Verdict.Compose("run", parts);
        if (parts.Find(part => part.Checker == StreamingCheckers.VerdictName) is { } violation)
            return Stopped(verdict, violation);
        return parts.Exists(part => part.Checker == LivenessVerdict.Name) ? verdict : Interrupted(verdict);
    }

    private static Verdict Interrupted(Verdict verdict) => verdict with
    {
        Validity = verdict.Validity == Validity.Invalid ? Validity.Invalid : Validity.Unknown,
        Summary = $"interrupted, judged as far as it went: {verdict.Summary}",
        Facts = [new("interrupted", "yes")],
    };

    /// <summary>Of two checks that contradict each other one is wrong, and then nothing is proved.</summary>
    private static Verdict Stopped(Verdict verdict, Verdict violation)
    {
        var seconds = violation.Evidence[^1].TimeNs / 1e9;
        var isContradicted = verdict.Parts[0].Validity == Validity.Valid;
        return verdict with
        {
            Validity = isContradicted ? Validity.Unknown : verdict.Validity,
            Summary = isContradicted
                ? $"the check of the whole history does not confirm what was found while it was made, so one of the two has a bug: {violation.Summary}"
                : $"stopped at the first violation, {seconds:F1} s after the start: {verdict.Summary}",
            Facts = [new("stopped", $"at the first violation, {seconds:F1} s after the start")],
        };
    }

    /// <summary>Of a judgement made before: the parts that must be kept when the files are judged again.</summary>
    public static IReadOnlyList<Verdict> Witnessed(Verdict earlier) =>
        [.. earlier.Parts.Where(part => part.Checker is ProcessesVerdict.Name or LivenessVerdict.Name or StreamingCheckers.VerdictName)];

    private static CheckLimits Limits(Plan plan)
    {
        var watch = Stopwatch.StartNew();
        return new CheckLimits(plan.CheckBytes, () => watch.Elapsed.TotalSeconds > plan.CheckSeconds)
        {
            ForEach = static (count, work) => Parallel.For(0, count, work),
        };
    }
}
