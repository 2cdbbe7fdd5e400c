using System.CommandLine;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Page;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Running;
using RaftTorture.Running.Data;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;
using Spectre.Console;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture check</c>: judges a recorded run, or any history, again.</summary>
public static class CheckCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A run directory, or a history.jsonl." };
        var workload = new Option<string?>("--workload", "-w") { Description = $"What a bare history is of: {string.Join(", ", WorkloadCatalog.Names)}." };
        var command = new Command("check", "Check a recorded run or a history again.") { path, workload };
        command.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(path);
            var console = Terminal.Open(parsed.InvocationConfiguration.Output);
            return Directory.Exists(target)
                ? CheckRun(target, console, parsed.InvocationConfiguration.Error)
                : CheckHistory(target, parsed.GetValue(workload), console, parsed.InvocationConfiguration.Error);
        });
        return command;
    }

    private static int CheckRun(string path, IAnsiConsole console, TextWriter error)
    {
        var recorded = RunDirectory.Load(path, error.WriteLine);
        var witnessed = Judge.Witnessed(recorded.Verdict);
        var record = recorded with { Verdict = Judge.Decide(recorded.Plan, Checker(recorded.Plan), recorded.History, recorded.Receipts, witnessed) };
        var directory = RunDirectory.Open(path);
        directory.WriteResults(record);
        File.WriteAllText(directory.Report, HtmlReport.Render(record));
        ConsoleSummary.Write(console, record, directory.Path);
        return ExitCode.Of(record.Verdict.Validity);
    }

    private static int CheckHistory(string path, string? workload, IAnsiConsole console, TextWriter error)
    {
        if (!File.Exists(path))
            throw new PlanException($"{path} is neither a run directory nor a history: correct the path");
        if (workload is null)
            throw new PlanException($"--workload is missing: say what {path} is a history of ({string.Join(", ", WorkloadCatalog.Names)})");
        var plan = new Plan { Seed = 0, Workload = workload };
        var checker = Checker(plan);
        var history = HistoryReader.Parse(File.ReadAllBytes(path));
        if (history.IsTruncated)
            error.WriteLine($"{path} ends in half a line, which was left out");
        var verdict = Verdict.Compose("history", [checker.Check(history.Events, CheckLimits.None), new StatsChecker().Check(history.Events, CheckLimits.None)]);
        ConsoleSummary.WriteVerdict(console, verdict);
        return ExitCode.Of(verdict.Validity);
    }

    private static IChecker Checker(Plan plan) => WorkloadCatalog.Create(plan, new BogusData(plan.Seed)).Checker;
}
