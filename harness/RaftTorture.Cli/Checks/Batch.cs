using System.Text.Json;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;
using Spectre.Console;

namespace RaftTorture.Cli.Checks;

/// <summary>Checks some targets, one after the other. What is bad in one does not keep the others from their verdicts.</summary>
/// <param name="options">For all of them.</param>
/// <param name="mustBeExpected">Whether a file of which no index says anything is bad.</param>
/// <param name="error">Told of each bad file in a line, and of what was left out or taken for granted.</param>
internal sealed class Batch(CheckOptions options, bool mustBeExpected, TextWriter error)
{
    /// <summary>The record of the run that was checked last: what a person wants to see of a single one.</summary>
    private RunRecord? _run;

    public IReadOnlyList<CheckedFile> Check(IReadOnlyList<CheckTarget> targets) => [.. targets.Select(Check)];

    /// <summary>A single run or history is shown in full, several are a table.</summary>
    public void Show(IAnsiConsole console, IReadOnlyList<CheckedFile> files)
    {
        if (files is [{ Verdict: { } verdict, Target.Expected: null } only])
            ShowOnly(console, only, verdict);
        else if (files.Count > 1 || files[0].Verdict is not null)
            CheckTable.Write(console.Profile.Out.Writer, files);
    }

    private void ShowOnly(IAnsiConsole console, CheckedFile file, Checking.Checkers.Verdict verdict)
    {
        if (_run is not null)
        {
            ConsoleSummary.Write(console, _run, RunDirectory.Open(file.Target.Path).Path);
            return;
        }

        var output = console.Profile.Out.Writer;
        output.WriteLine($"{file.FormatWords}, {file.Operations:N0} operations, {file.Keys:N0} keys; {VisibleText.Of(file.Model!.Words)}");
        output.WriteLine(file.Meaning!.Words);
        ConsoleSummary.WriteVerdict(console, verdict);
    }

    private CheckedFile Check(CheckTarget target)
    {
        try
        {
            if (target.Problem is { } problem)
                throw new PlanException(problem);
            if (mustBeExpected && target.Expected is null)
                throw new PlanException("no index says what to expect of it");
            return target.IsRun ? CheckRun(target) : CheckHistory(target);
        }
        catch (HistoryFormatException bad)
        {
            return Bad(target, $"line {bad.LineNumber}: {bad.Reason}", bad.LineNumber);
        }
        catch (Exception bad) when (bad is PlanException or IOException or UnauthorizedAccessException or JsonException)
        {
            return Bad(target, bad.Message, line: null);
        }
    }

    private CheckedFile CheckRun(CheckTarget target)
    {
        (var file, _run) = RunCheck.Run(target, options, error.WriteLine);
        return file;
    }

    private CheckedFile CheckHistory(CheckTarget target)
    {
        var file = HistoryCheck.Run(target, options);
        foreach (var notice in file.Notices)
            error.WriteLine($"{target.Path}: {notice}");
        return file;
    }

    private CheckedFile Bad(CheckTarget target, string problem, long? line)
    {
        var words = problem.ReplaceLineEndings(" ");
        Failure.Say($"{target.Path}: {words}", error);
        return new CheckedFile(target) { Problem = words, ProblemLine = line };
    }
}
