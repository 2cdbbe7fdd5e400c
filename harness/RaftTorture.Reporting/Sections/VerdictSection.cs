using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Sections;

/// <summary>The first thing read: the verdict as a symbol, a word and a sentence.</summary>
public static class VerdictSection
{
    public static Html Render(RunDigest digest)
    {
        var verdict = digest.Record.Verdict;
        var word = VerdictWords.Word(verdict.Validity);
        return Html.Of(
            $"""
            <header class="verdict {word}">
              <p class="eyebrow">{digest.Record.Plan.Name} · {digest.Record.Plan.Workload} · seed {digest.Record.Plan.Seed}</p>
              <h1><span class="symbol" aria-hidden="true">{VerdictWords.Symbol(verdict.Validity)}</span> {word}</h1>
              <p class="sentence">{verdict.Summary}</p>
            </header>

            """);
    }
}
