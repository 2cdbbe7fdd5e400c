using System.Text.Json;
using System.Text.RegularExpressions;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Page;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Reporting.Tests;

/// <summary>A system under test may answer anything; the report of it is opened by a person with a browser.</summary>
public partial class HostileTextTests
{
    private static readonly string[] Hostile =
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' onfocus='alert(1)",
        "<!--<script>",
        "nul\0byte",
        "escape\u001b[31m",
        "rewritten\u202Egnp",
        "half \uD83D surrogate",
        "日本語 😀 \u2028 line",
        "&lt;already&gt;",
    ];

    [TestCaseSource(nameof(Hostile))]
    public void Hostile_text_anywhere_adds_no_markup(string hostile)
    {
        var harmless = HtmlReport.Render(Everywhere("harmless"));

        var page = HtmlReport.Render(Everywhere(hostile));

        Assert.That(Tags(page), Is.EqualTo(Tags(harmless)));
    }

    [TestCaseSource(nameof(Hostile))]
    public void Hostile_text_leaves_nothing_invisible_in_the_page(string hostile)
    {
        var page = HtmlReport.Render(Everywhere(hostile));

        Assert.That(page, Does.Not.Contain('\0').And.Not.Contain('\u001b').And.Not.Contain('\u202E'));
        Assert.That(page.EnumerateRunes().Any(rune => rune.Value is >= 0xD800 and <= 0xDFFF), Is.False);
    }

    [TestCaseSource(nameof(Hostile))]
    public void Hostile_text_reaches_the_timeline_as_the_text_it_is(string hostile)
    {
        var page = HtmlReport.Render(Everywhere(hostile));

        using var data = JsonDocument.Parse(TimelineData().Match(page).Groups[1].Value);
        var strings = data.RootElement.GetProperty("strings").EnumerateArray().Select(text => text.GetString());
        Assert.That(strings, Does.Contain(VisibleText.Of(hostile)));
    }

    [Test]
    public void A_page_with_unescaped_text_would_be_noticed()
    {
        var page = HtmlReport.Render(Everywhere("harmless"));

        Assert.That(Tags(page.Replace("harmless", "<img src=x>")), Is.Not.EqualTo(Tags(page)));
    }

    private static RunRecord Everywhere(string text)
    {
        var run = SyntheticRun.Of(operations: 50);
        var history = run.History.Select(happened => happened with { F = text, Key = text, Value = Value.Of(text), Node = text, Error = text }).ToArray();
        var verdict = new Verdict(text, Validity.Invalid, text)
        {
            Key = text,
            Facts = [new(text, text)],
            Evidence = history[..3],
            Violation = Broken(text, history),
            Linearizations = [new Linearization(text, [0, 2])],
        };
        return run with
        {
            Plan = run.Plan with { Name = text, Workload = text, Nodes = [text], Nemesis = [text] },
            History = [.. history],
            Receipts = [.. run.Receipts.Select(receipt => receipt with { F = text, Description = text, Evidence = text })],
            Leaders = [.. run.Leaders.Select(leader => leader with { Node = text })],
            Verdict = new Verdict(text, Validity.Invalid, text) { Parts = [verdict] },
            Environment = [new(text, text)],
        };
    }

    private static Violation Broken(string text, HistoryEvent[] history)
    {
        CoreOperation[] core = [new(history[0], history[1], IsForcing: true), new(history[2], null, IsForcing: false)];
        return new Violation(ViolationClass.StaleRead, text, history[1], core, IsMinimal: true)
        {
            Named = [new(history[3], null, IsForcing: false)],
            Forced = [new(text, history[0], history[1], text)],
            LongestPrefix = new Linearization(text, [0, 2]),
        };
    }

    /// <summary>Names of elements in order, with how many attributes each has: what a browser would build.</summary>
    private static List<string> Tags(string page) =>
        [.. Tag().Matches(page).Select(tag => $"{tag.Groups[1].Value} {Attribute().Count(tag.Value)}")];

    [GeneratedRegex("""<(/?[a-z!][a-z0-9-]*)(?:"[^"]*"|[^">])*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex("""\s[a-z-]+(?:="[^"]*"|=[^\s">]+|(?=[\s>]))""", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();

    [GeneratedRegex("""id="timeline-data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex TimelineData();
}
