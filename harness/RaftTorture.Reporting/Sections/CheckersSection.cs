using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Sections;

/// <summary>The tree of verdicts: what is wrong stands open with its evidence, what is right stays folded.</summary>
public static class CheckersSection
{
    public static Html Render(RunDigest digest) => Html.Of(
        $"""
        <section id="checkers">
          <h2>What was judged</h2>
          {Whole(digest.Record.Verdict, digest.Record.History)}
        </section>

        """);

    private static Html Whole(Verdict verdict, IReadOnlyList<HistoryEvent> history) =>
        verdict.Parts.Count == 0 ? Node(verdict, history) : Children(verdict, history);

    private static Html Node(Verdict verdict, IReadOnlyList<HistoryEvent> history) => Html.Of(
        $"""
        <details class="checker {VerdictWords.Word(verdict.Validity)}"{(verdict.Validity == Validity.Valid ? Html.Empty : Html.Trusted(" open"))}>
          <summary>{Badge(verdict.Validity)} <b>{Title(verdict)}</b> <span>{verdict.Summary}</span></summary>
          <div class="inside">
            {ViolationSection.Render(verdict.Violation, history)}
            {Facts(verdict)}
            {EvidenceTable.Render(verdict.Evidence)}
            {OrderList.Render(verdict.Linearizations, history)}
            {Children(verdict, history)}
          </div>
        </details>

        """);

    /// <summary>The heaviest first; many valid ones (a verdict a key) under one fold, so that they do not bury the rest.</summary>
    private static Html Children(Verdict verdict, IReadOnlyList<HistoryEvent> history)
    {
        const int manyValid = 8;
        var valid = verdict.Parts.Where(part => part.Validity == Validity.Valid).ToList();
        var others = verdict.Parts.Where(part => part.Validity != Validity.Valid).OrderByDescending(part => part.Validity);
        return valid.Count < manyValid
            ? Html.Of($"{others.Select(Child)}{valid.Select(Child)}")
            : Html.Of($"{others.Select(Child)}{Folded(valid)}");

        Html Child(Verdict part) => Node(part, history);
    }

    private static Html Folded(List<Verdict> valid) => Html.Of(
        $"""
        <details class="checker valid">
          <summary>{Badge(Validity.Valid)} <b>{valid.Count} parts</b> <span>are valid</span></summary>
          <ul class="inside">{valid.Select(part => Html.Of($"<li><b>{Title(part)}</b> {part.Summary}</li>"))}</ul>
        </details>

        """);

    private static Html Badge(Validity validity) =>
        Html.Of($"""<span class="badge">{VerdictWords.Symbol(validity)} {VerdictWords.Word(validity)}</span>""");

    private static string Title(Verdict verdict) => verdict.Key is null ? verdict.Checker : $"{verdict.Checker} · key {verdict.Key}";

    private static Html Facts(Verdict verdict) => verdict.Facts.Count == 0
        ? Html.Empty
        : Html.Of($"""<table class="pairs"><tbody>{verdict.Facts.Select(fact => Html.Of($"<tr><th>{fact.Key}</th><td>{fact.Value}</td></tr>"))}</tbody></table>""");
}
