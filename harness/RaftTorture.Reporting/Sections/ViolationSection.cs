using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Violations;

namespace RaftTorture.Reporting.Sections;

/// <summary>A violation: its class, what contradicts what as a drawing, the figures, and how far one gets.</summary>
public static class ViolationSection
{
    /// <param name="violation">Null where there is none.</param>
    /// <param name="history">What the positions of the longest prefix point into.</param>
    public static Html Render(Violation? violation, IReadOnlyList<HistoryEvent> history) => violation is null
        ? Html.Empty
        : Html.Of(
            $"""
            <div class="violation">
              <p class="kind"><b>{ViolationWords.Name(violation.Class)}</b> <span>{ViolationWords.Meaning(violation.Class)}</span></p>
              {CoreDrawing.Render(violation)}
              {Forced(violation)}
              <table class="pairs"><tbody>{ViolationFacts.Of(violation).Select(Fact)}</tbody></table>
              {Prefix(violation, history)}
            </div>
            """);

    private static Html Forced(Violation violation) => violation.Forced.Count == 0
        ? Html.Empty
        : Html.Of($"<ul class=\"forced\">{ViolationFacts.Forced(violation).Select(forced => Html.Of($"<li>{forced}</li>"))}</ul>");

    private static Html Fact((string Name, string Value) fact) => Html.Of($"<tr><th>{fact.Name}</th><td>{fact.Value}</td></tr>");

    private static Html Prefix(Violation violation, IReadOnlyList<HistoryEvent> history) => violation.LongestPrefix is null
        ? Html.Empty
        : OrderList.Render("How far one gets: an order of what came before", violation.LongestPrefix, history);
}
