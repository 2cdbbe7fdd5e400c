using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Page;
using RaftTorture.Running;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Checks;

/// <summary>Judges a recorded run again, by its plan, and replaces its results and its report.</summary>
internal static class RunCheck
{
    /// <param name="target">A run directory.</param>
    /// <param name="options">Only limits are asked of them: a run's plan says the rest.</param>
    /// <param name="notice">Told what is missing or was cut off.</param>
    public static (CheckedFile File, RunRecord Record) Run(CheckTarget target, CheckOptions options, Action<string> notice)
    {
        var watch = Stopwatch.StartNew();
        var recorded = RunDirectory.Load(target.Path, notice);
        var reading = watch.Elapsed;
        watch.Restart();
        var plan = recorded.Plan with
        {
            CheckSeconds = options.DeadlineSeconds ?? recorded.Plan.CheckSeconds,
            CheckBytes = options.MemoryBytes ?? recorded.Plan.CheckBytes,
        };
        var verdict = Judge.Decide(plan, ModelChoice.CheckerOf(plan), recorded.History, recorded.Receipts, Judge.Witnessed(recorded.Verdict));
        var judging = watch.Elapsed;
        var record = recorded with { Verdict = verdict };
        var directory = RunDirectory.Open(target.Path);
        directory.WriteResults(record);
        File.WriteAllText(directory.Report, HtmlReport.Render(record));
        return (Describe(target, record) with { Reading = reading, Judging = judging }, record);
    }

    private static CheckedFile Describe(CheckTarget target, RunRecord record)
    {
        var invocations = record.History.Where(e => e.Type == EventType.Invoke && !e.Process.IsNemesis);
        return new CheckedFile(target)
        {
            Verdict = record.Verdict,
            Format = "run",
            Operations = invocations.Count(),
            Keys = invocations.Select(e => e.Key).Distinct().Count(),
            Model = ModelChoice.OfWorkload(record.Plan.Workload),
        };
    }
}
