using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Page;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Reporting.Violations;
using RaftTorture.Scenarios.Plans;
using Spectre.Console;

namespace RaftTorture.Reporting.Tests;

public class ViolationTests
{
    private static readonly RunRecord Run = SyntheticRun.WithStaleRead(SyntheticRun.Of(operations: 50));

    private static Violation Violation => Run.Verdict.Parts[0].Parts.Single().Violation!;

    [Test]
    public void Every_class_has_a_name_and_a_meaning()
    {
        var kinds = Enum.GetValues<ViolationClass>();

        Assert.That(kinds.Select(ViolationWords.Name), Is.Unique);
        Assert.That(kinds.Select(ViolationWords.Meaning), Is.Unique);
    }

    [Test]
    public void The_terminal_shows_the_class_and_the_core_with_times_relative_to_the_culprit()
    {
        var lines = Written();

        Assert.That(lines, Has.One.StartsWith("stale read  key order-17: process 1004 read 17, but 17 had been overwritten by 21"));
        Assert.That(lines, Has.One.Match(@"write 17 +1001 +−16 ms +−13 ms +forces"));
        Assert.That(lines, Has.One.Match(@"write 21 +1002 +−11 ms +−6 ms +needed"));
        Assert.That(lines, Has.One.Match(@"read → 17 +1004 +−3 ms +0 ns +impossible"));
    }

    [Test]
    public void The_terminal_says_what_is_forced_and_how_far_off_it_is()
    {
        var lines = Written();

        Assert.That(lines, Has.One.Contains("process 1001 wrote 17 and then process 1004 read 17: it was there in between"));
        Assert.That(lines, Has.One.Match("k-atomicity +at least 2"));
        Assert.That(lines, Has.One.Match("staleness +3 ms"));
        Assert.That(lines, Has.One.Match("longest prefix +4 operations have an order"));
    }

    [Test]
    public void The_page_draws_the_core_and_shades_what_is_forced()
    {
        var page = HtmlReport.Render(Run);

        Assert.That(page.Split("<rect class=\"bar"), Has.Length.EqualTo(1 + Violation.Core.Count));
        Assert.That(page, Does.Contain("<li class=\"impossible\">").And.Contain("<li class=\"forcing\">").And.Contain("<rect class=\"band\""));
        Assert.That(page, Does.Contain("How far one gets: an order of what came before <small>4 operations</small>"));
    }

    [Test]
    public void A_long_prefix_is_cut_and_counted()
    {
        var order = new Linearization(null, [.. Enumerable.Range(0, 1_000)]);
        var history = SyntheticRun.Of(operations: 1_000).History;

        var list = Sections.OrderList.Render("order", order, history).ToString();

        Assert.That(list, Does.Contain("1,000 operations, the last 200 of them here").And.Contain("<ol start=\"801\">"));
        Assert.That(list.Split("<li>"), Has.Length.EqualTo(201));
    }

    [Test]
    public void A_core_that_a_limit_left_huge_is_counted_and_not_shown()
    {
        var run = WithHugeCore(told: 1_000, count: 1_000_000);

        var lines = Written(run);
        var page = HtmlReport.Render(run);

        Assert.That(lines, Has.Length.LessThan(100));
        Assert.That(lines, Has.One.Match("core +1,000,000 operations, of which 50 are shown: the impossible one, .*, perhaps more than needed"));
        Assert.That(lines, Has.One.Match(@"read → 17 .* impossible"), "however early it began");
        Assert.That(lines, Has.One.Contains("and 990 values more"));
        Assert.That(page.Split("<rect class=\"bar"), Has.Length.EqualTo(1 + 50));
        Assert.That(page, Does.Contain("1,000,000 operations, of which 50 are shown").And.Contain("and 990 values more"));
    }

    /// <summary>The impossible operation began before all others.</summary>
    private static RunRecord WithHugeCore(int told, int count)
    {
        var culprit = Violation.Core.Single(Violation.IsCulprit);
        var first = culprit.Invocation;
        var later = Enumerable.Range(1, told - 1).Select(i => first with { Index = first.Index + i, Process = new ProcessId(2_000 + i) });
        var violation = Violation with
        {
            Core = [culprit, .. later.Select(invocation => new CoreOperation(invocation, null, false))],
            CoreCount = count,
            IsMinimal = false,
            Forced = [.. Enumerable.Repeat(Violation.Forced[0], told)],
        };
        return Run with { Verdict = new Verdict("linearizable", Validity.Invalid, violation.Sentence) { Violation = violation } };
    }

    private static string[] Written() => Written(Run);

    private static string[] Written(RunRecord run)
    {
        var output = new StringWriter();
        var plain = new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) };
        var console = AnsiConsole.Create(plain);
        console.Profile.Width = 160;
        ConsoleSummary.WriteVerdict(console, run.Verdict);
        return output.ToString().Split('\n');
    }
}
