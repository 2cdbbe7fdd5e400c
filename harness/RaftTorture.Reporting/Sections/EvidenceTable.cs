using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Sections;

/// <summary>The events that show a violation, each a link to its place in the timeline.</summary>
public static class EvidenceTable
{
    public static Html Render(IReadOnlyList<HistoryEvent> evidence) => evidence.Count == 0
        ? Html.Empty
        : Html.Of(
            $"""
            <div class="scroll" tabindex="0" role="region" aria-label="Evidence"><table class="evidence">
              <thead><tr><th>event</th><th>time</th><th>process</th><th>type</th><th>operation</th><th>key</th><th>value</th><th>error</th></tr></thead>
              <tbody>{evidence.Select(Row)}</tbody>
            </table></div>
            """);

    private static Html Row(HistoryEvent happened) => Html.Of(
        $"""
        <tr>
          <td><a href="#timeline" data-event="{happened.Index}">{happened.Index}</a></td>
          <td>{Duration.Moment(happened.TimeNs)}</td>
          <td>{happened.Process.ToString()}</td>
          <td><span class="key {Word(happened.Type)}"></span>{Word(happened.Type)}</td>
          <td>{happened.F}</td>
          <td>{happened.Key}</td>
          <td>{happened.Value.ToString()}</td>
          <td>{Error(happened)}</td>
        </tr>

        """);

    private static string Word(EventType type) => type.ToString().ToLowerInvariant();

    private static string Error(HistoryEvent happened) =>
        happened.Observed is { } observed ? $"{happened.Error}, saw {observed}" : happened.Error ?? "";
}
