using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Sections;

/// <summary>The figures of a run: how long, how much, with what outcome, on what machine, and how to have it again.</summary>
public static class FactsSection
{
    public static Html Render(RunDigest digest) => Html.Of(
        $"""
        <section id="facts">
          <dl class="figures">{Figures(digest)}</dl>
          <h3>Repeat this run</h3>
          <pre class="command" tabindex="0"><code>{RepeatCommand.For(digest.Record)}</code></pre>
          <div class="columns">
            {Outcomes(digest)}
            {Environment(digest)}
          </div>
        </section>

        """);

    private static IEnumerable<Html> Figures(RunDigest digest) =>
    [
        Figure(Duration.Of(digest.EndNs), "recorded"),
        Figure($"{digest.Total.Total:#,0}", "operations"),
        Figure($"{digest.Total.Ok:#,0}", "ok"),
        Figure($"{digest.LeaderChanges}", digest.LeaderChanges == 1 ? "leader change" : "leader changes"),
        Figure($"{digest.FaultCount}", digest.FaultCount == 1 ? "fault" : "faults"),
        Figure($"{digest.ConfirmedReceiptCount}/{digest.Record.Receipts.Length}", "receipts confirmed"),
    ];

    private static Html Figure(string figure, string name) => Html.Of($"<div><dt>{name}</dt><dd>{figure}</dd></div>");

    private static Html Outcomes(RunDigest digest) => Html.Of(
        $"""
        <div>
          <h3>Outcomes</h3>
          <table class="numbers">
            <thead><tr><th>operation</th><th>ok</th><th>fail</th><th>info</th></tr></thead>
            <tbody>{digest.Counts.Select(Row)}</tbody>
            <tfoot>{Row(digest.Total)}</tfoot>
          </table>
        </div>
        """);

    private static Html Row(OutcomeCount count) =>
        Html.Of($"<tr><th>{count.F}</th><td>{count.Ok:#,0}</td><td>{count.Fail:#,0}</td><td>{count.Info:#,0}</td></tr>");

    private static Html Environment(RunDigest digest) => Html.Of(
        $"""
        <div>
          <h3>Made with</h3>
          <table class="pairs"><tbody>{Circumstances(digest).Select(Pair)}</tbody></table>
        </div>
        """);

    private static IEnumerable<KeyValuePair<string, string>> Circumstances(RunDigest digest)
    {
        var plan = digest.Record.Plan;
        return
        [
            new("nodes", string.Join(' ', plan.Nodes)),
            new("load", $"{plan.Concurrency} processes, {plan.RateHz:0.##} operations a second"),
            new("nemesis", plan.Nemesis.IsEmpty ? "none" : $"{string.Join(' ', plan.Nemesis)}, about every {plan.NemesisIntervalSeconds:0.##} s"),
            .. digest.Record.Environment.Where(entry => entry.Key != RepeatCommand.EnvironmentName),
        ];
    }

    private static Html Pair(KeyValuePair<string, string> pair) => Html.Of($"<tr><th>{pair.Key}</th><td>{pair.Value}</td></tr>");
}
