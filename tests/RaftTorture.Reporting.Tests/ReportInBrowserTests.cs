using Microsoft.Playwright;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Page;

namespace RaftTorture.Reporting.Tests;

public class ReportInBrowserTests
{
    private Browser _browser = null!;

    [OneTimeSetUp]
    public async Task Start() => _browser = await Browser.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    [Test]
    public async Task The_page_opens_without_a_complaint_and_asks_the_network_for_nothing()
    {
        var open = await _browser.OpenAsync(HtmlReport.Render(SyntheticRun.Of()));

        Assert.That(open.Complaints, Is.Empty);
        Assert.That(open.Requests, Has.Count.EqualTo(1), "the page itself and nothing else");
    }

    [Test]
    public async Task Evidence_leads_to_its_operation_in_the_timeline()
    {
        var run = SyntheticRun.Of();
        run = run with { Verdict = SyntheticRun.Invalid(run) };
        var open = await _browser.OpenAsync(HtmlReport.Render(run));

        await open.Page.Locator("[data-event]").Nth(2).ClickAsync();

        var invoked = run.Verdict.Parts[0].Parts[^1].Evidence[2];
        await Assertions.Expect(open.Page.Locator("#timeline-detail")).ToContainTextAsync($"event {invoked.Index}, process {invoked.Process}");
    }

    [Test]
    public async Task The_timeline_can_be_walked_with_the_keyboard()
    {
        var open = await _browser.OpenAsync(HtmlReport.Render(SyntheticRun.Of()));
        await open.Page.FocusAsync("#timeline-canvas");

        await open.Page.Keyboard.PressAsync("ArrowRight");
        var first = await open.Page.TextContentAsync("#timeline-detail");
        await open.Page.Keyboard.PressAsync("ArrowRight");

        await Assertions.Expect(open.Page.Locator("#timeline-detail")).Not.ToHaveTextAsync(first!);
    }

    [Test]
    public async Task Fifty_thousand_operations_are_drawn_and_stay_usable()
    {
        var run = SyntheticRun.Of(operations: 50_000, seconds: 300);
        var open = await _browser.OpenAsync(HtmlReport.Render(run));

        await open.Page.FillAsync("#timeline-key", run.History[0].Key!);
        await open.Page.ClickAsync("[data-zoom=in]");
        await open.Page.FillAsync("#timeline-key", "");

        Assert.That(await PaintedColoursAsync(open.Page), Is.GreaterThan(20));
        Assert.That(open.Complaints, Is.Empty);
    }

    [TestCase(360)]
    [TestCase(1200)]
    [TestCase(2400)]
    public async Task The_page_never_scrolls_sideways(int width)
    {
        var run = SyntheticRun.Of();
        var verdict = Verdict.Compose("all", [SyntheticRun.Invalid(run), SyntheticRun.WithStaleRead(run).Verdict]);
        var open = await _browser.OpenAsync(HtmlReport.Render(run with { Verdict = verdict }), width);

        Assert.That(await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
    }

    [Test]
    public async Task Dark_surroundings_get_a_dark_page()
    {
        var page = HtmlReport.Render(SyntheticRun.Of(operations: 50));
        var dark = await _browser.OpenAsync(page, colours: ColorScheme.Dark);
        var light = await _browser.OpenAsync(page, colours: ColorScheme.Light);

        Assert.That(await BackgroundAsync(dark.Page), Is.Not.EqualTo(await BackgroundAsync(light.Page)));
    }

    [Test]
    public async Task A_script_in_a_value_does_not_run()
    {
        var run = SyntheticRun.Of(operations: 50);
        var hostile = run.History.Select(happened => happened with { Key = "</script><img src=x onerror=alert(1)><script>alert(2)</script>" });
        run = run with { History = [.. hostile] };
        var open = await _browser.OpenAsync(HtmlReport.Render(run with { Verdict = SyntheticRun.Invalid(run) }));

        await open.Page.Locator("[data-event]").First.ClickAsync();

        await Assertions.Expect(open.Page.Locator("#timeline-detail")).ToContainTextAsync("onerror=alert(1)");
        Assert.That(open.Complaints, Is.Empty);
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    /// <summary>How many colours the canvas holds once it was drawn: an empty one has one.</summary>
    private static Task<int> PaintedColoursAsync(IPage page) => page.EvaluateAsync<int>(
        """
        () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
          const canvas = document.getElementById('timeline-canvas');
          const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          done(new Set(pixels).size);
        })))
        """);
}
