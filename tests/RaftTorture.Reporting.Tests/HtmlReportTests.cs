using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Page;

namespace RaftTorture.Reporting.Tests;

public class HtmlReportTests
{
    [TestCase(Validity.Valid, "✓", "valid")]
    [TestCase(Validity.Unknown, "?", "unknown")]
    [TestCase(Validity.Invalid, "✗", "invalid")]
    public void The_verdict_is_said_by_a_symbol_and_a_word_and_a_sentence(Validity validity, string symbol, string word)
    {
        var run = SyntheticRun.Of(operations: 50) with { Verdict = new Verdict("all", validity, "this is why") };

        var page = HtmlReport.Render(run);

        Assert.That(page, Does.Contain($"""<span class="symbol" aria-hidden="true">{symbol}</span> {word}</h1>"""));
        Assert.That(page, Does.Contain("this is why"));
    }

    [Test]
    public void Nothing_in_the_page_points_outside_of_it()
    {
        var page = HtmlReport.Render(SyntheticRun.Of(operations: 500));

        Assert.That(page, Does.Not.Match("""(?i)(src|href|action)\s*=\s*["']?(https?:|//)|@import|url\("""));
        Assert.That(page, Does.Contain("default-src 'none'"));
    }

    [Test]
    public void Every_receipt_and_every_phase_has_its_place()
    {
        var run = SyntheticRun.Of(operations: 50);
        var doubted = run.Receipts[0] with { Confirmed = false, Evidence = "the probe still got through" };

        var page = HtmlReport.Render(run with { Receipts = run.Receipts.SetItem(0, doubted) });

        Assert.That(page, Does.Contain("✗ not seen").And.Contain("the probe still got through").And.Contain("final reads"));
        Assert.That(page.Split("✓ confirmed"), Has.Length.EqualTo(run.Receipts.Length));
    }

    [Test]
    public void Evidence_links_to_its_events_in_the_timeline()
    {
        var run = SyntheticRun.Of(operations: 500);
        run = run with { Verdict = SyntheticRun.Invalid(run) };

        var page = HtmlReport.Render(run);

        foreach (var happened in run.Verdict.Parts[0].Parts[^1].Evidence)
            Assert.That(page, Does.Contain($"data-event=\"{happened.Index}\""));
    }

    [Test]
    public void A_run_that_recorded_nothing_still_has_a_report()
    {
        var run = SyntheticRun.Of(operations: 50) with
        {
            History = [],
            Receipts = [],
            Leaders = [],
            Phases = [],
            Verdict = Verdict.Compose("all", []),
        };

        Assert.That(HtmlReport.Render(run), Does.Contain("No fault was injected.").And.Contain("No operation was ok."));
    }

    [Test]
    public void The_same_run_gives_the_same_page()
    {
        var first = HtmlReport.Render(SyntheticRun.Of(operations: 500));

        var second = HtmlReport.Render(SyntheticRun.Of(operations: 500));

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void A_template_slot_in_a_value_stays_text()
    {
        var run = SyntheticRun.Of(operations: 50) with { Verdict = new Verdict("all", Validity.Valid, "{{script}}") };

        Assert.That(HtmlReport.Render(run), Does.Contain("""<p class="sentence">{{script}}</p>"""));
    }
}
