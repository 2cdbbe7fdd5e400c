using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Scenarios.Plans;
using Spectre.Console;

namespace RaftTorture.Reporting.Tests;

public class ConsoleSummaryTests
{
    [TestCase(Validity.Valid, "Everything looks good!")]
    [TestCase(Validity.Invalid, "Analysis invalid!")]
    [TestCase(Validity.Unknown, "Errors occurred during analysis, but no anomalies found.")]
    public void The_last_line_is_the_one_that_people_grep_for(Validity validity, string lastLine)
    {
        var run = SyntheticRun.Of(operations: 50) with { Verdict = new Verdict("all", validity, "why") };

        Assert.That(Written(run).TrimEnd().Split('\n')[^1], Is.EqualTo(lastLine));
    }

    [Test]
    public void The_command_and_the_paths_stand_on_one_line_each_however_narrow_the_terminal()
    {
        var run = SyntheticRun.Of(seed: 99, operations: 50);

        var lines = Written(run, width: 40).Split('\n');

        Assert.That(lines, Has.One.Contains("--seed 99 --workload register --nemesis partition,kill,pause --time-limit 60"));
        Assert.That(lines, Has.One.Contains(Path.Combine("store", "some-rather-long-name", "20260101T000000.000Z", "report.html")));
    }

    [Test]
    public void An_unconfirmed_receipt_is_not_passed_over()
    {
        var run = SyntheticRun.Of(operations: 50);

        var written = Written(run with { Receipts = run.Receipts.SetItem(0, run.Receipts[0] with { Confirmed = false }) });

        Assert.That(written, Does.Contain($"1 of {run.Receipts.Length} receipts unconfirmed"));
    }

    [Test]
    public void Each_checker_has_its_line()
    {
        var written = Written(SyntheticRun.Of(operations: 50));

        Assert.That(written, Does.Contain("linearizable").And.Contain("stats").And.Contain("receipts"));
    }

    [Test]
    public void A_report_that_was_not_written_is_not_named() =>
        Assert.That(Written(SyntheticRun.Of(operations: 50), hasReport: false), Does.Contain("history.jsonl").And.Not.Contain("report.html"));

    [Test]
    public void A_value_cannot_drive_the_terminal()
    {
        var run = SyntheticRun.Of(operations: 50) with { Verdict = new Verdict("all", Validity.Invalid, "read \u001b[2J[red]x[/]") };

        Assert.That(Written(run), Does.Contain("\\u001b[2J[red]x[/]").And.Not.Contain('\u001b'));
    }

    private static string Written(RunRecord run, int width = 120, bool hasReport = true)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        ConsoleSummary.Write(console, run, Path.Combine("store", "some-rather-long-name", "20260101T000000.000Z"), hasReport);
        return writer.ToString();
    }
}
