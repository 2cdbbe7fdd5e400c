using RaftTorture.Reporting.Charts;
using RaftTorture.Reporting.Page;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Reporting.Tests;

public class ChartTests
{
    [TestCase(0.3, 0.5)]
    [TestCase(1, 1)]
    [TestCase(1.1, 2)]
    [TestCase(730, 1000)]
    public void Axes_step_in_figures_that_people_count_in(double atLeast, double step) =>
        Assert.That(RoundStep.AtLeast(atLeast), Is.EqualTo(step).Within(1e-9));

    [Test]
    public void A_power_of_ten_is_the_same_height_everywhere_on_a_logarithmic_scale()
    {
        var scale = new LogScale(1e6, 1e9);

        Assert.That(scale.Fraction(1e7) - scale.Fraction(1e6), Is.EqualTo(scale.Fraction(1e9) - scale.Fraction(1e8)).Within(1e-9));
        Assert.That(scale.Ticks.Select(tick => tick.Label), Is.EqualTo(new[] { "1 ms", "10 ms", "100 ms", "1 s" }));
    }

    [Test]
    public void A_quantile_is_a_latency_that_some_operation_had()
    {
        var quantiles = new Quantiles([40, 10, 30, 20]);

        Assert.That(new[] { quantiles.At(0.5), quantiles.At(0.99), quantiles.At(1) }, Is.EqualTo(new long[] { 20, 40, 40 }));
    }

    [Test]
    public void The_middle_of_the_run_is_the_middle_of_the_chart() =>
        Assert.That(new TimeAxis(1_000).X(500), Is.EqualTo(TimeAxis.Width / 2));

    [Test]
    public void Every_fault_shades_both_charts_and_fills_its_lane()
    {
        var run = SyntheticRun.Of(operations: 50);
        var faults = run.Receipts.Count(receipt => !receipt.IsHeal);

        var page = HtmlReport.Render(run);

        Assert.That(page.Split("<rect class=\"fault ").Length - 1, Is.EqualTo(2 * faults));
        Assert.That(page.Split("<span class=\"fault ").Length - 1, Is.EqualTo(faults));
    }

    [Test]
    public void Every_family_of_faults_has_a_colour_of_its_own_in_the_charts_and_in_the_timeline()
    {
        var style = PageResource.Read("report.css");
        var script = PageResource.Read("report.js");
        var names = Enum.GetValues<FaultKind>().Select(FaultName.Of).ToList();

        Assert.That(names.Where(name => !style.Contains($".fault.{name} {{ background: var(--{name});")), Is.Empty);
        Assert.That(names.Where(name => !style.Contains($"--{name}: #")), Is.Empty);
        Assert.That(names.Where(name => !script.Contains($" {name}: '#")), Is.Empty);
    }
}
