using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Sections;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Reporting.Page;

/// <summary><c>report.html</c>: one page that needs nothing but itself.</summary>
/// <remarks>
/// Its content security policy allows the page's own script by hash and nothing from anywhere: no request leaves it, and no text
/// from a history could run even if it came to stand as markup.
/// </remarks>
public static partial class HtmlReport
{
    /// <summary>The whole page as text, to be saved as UTF-8.</summary>
    public static string Render(RunRecord record)
    {
        var digest = RunDigest.Of(record);
        var script = PageResource.Read("report.js");
        return Fill(PageResource.Read("report.html"), slot => slot switch
        {
            "title" => Html.Of($"{VerdictWords.Symbol(record.Verdict.Validity)} {record.Plan.Name} · seed {record.Plan.Seed}"),
            "script-hash" => Html.Trusted(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))),
            "style" => Html.Trusted(PageResource.Read("report.css")),
            "verdict" => VerdictSection.Render(digest),
            "facts" => FactsSection.Render(digest),
            "checkers" => CheckersSection.Render(digest),
            "charts" => ChartsSection.Render(digest),
            "timeline" => TimelineSection.Render(digest),
            "faults" => ReceiptsSection.Render(digest),
            "phases" => PhasesSection.Render(digest),
            "script" => Html.Trusted(script),
            _ => throw new InvalidOperationException($"report.html has an unknown slot: {slot}"),
        });
    }

    /// <summary>One pass over the template, so that text in a slot that looks like a slot is left alone.</summary>
    private static string Fill(string template, Func<string, Html> slot) =>
        Slot().Replace(template, match => slot(match.Groups[1].Value).ToString());

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Slot();
}
