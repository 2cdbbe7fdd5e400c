using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Checkers;

/// <summary>The three answers of a judge. The order is the order of weight: in a composition the greatest wins.</summary>
public enum Validity
{
    Valid,
    Unknown,
    Invalid,
}

/// <summary>What one checker says of a history. Verdicts compose: the parts stand below, the heaviest decides.</summary>
/// <param name="Checker">The checker's name, e.g. <c>linearizable</c>.</param>
/// <param name="Validity">Its answer.</param>
/// <param name="Summary">One sentence that a person understands without the history at hand.</param>
public sealed record Verdict(string Checker, Validity Validity, string Summary)
{
    /// <summary>The key that this verdict speaks of, or null where it speaks of the whole history.</summary>
    public string? Key { get; init; }

    /// <summary>Verdicts that this one is made of: one a checker, or one a key.</summary>
    public IReadOnlyList<Verdict> Parts { get; init; } = [];

    /// <summary>Figures worth printing, in order: name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>The events that show it, in history order: for an invalid verdict, what to look at.</summary>
    public IReadOnlyList<HistoryEvent> Evidence { get; init; } = [];

    /// <summary>Why it is invalid; null where it is not, or where a part below says it.</summary>
    public Violation? Violation { get; init; }

    /// <summary>The proof that keys are valid, an order each, all of them replayed; empty where the checker has no such proof.</summary>
    public IReadOnlyList<Linearization> Linearizations { get; init; } = [];

    /// <summary>All that is wrong, here and in the parts below, in their order.</summary>
    public IEnumerable<Violation> Violations() => [.. Violation is null ? [] : new[] { Violation }, .. Parts.SelectMany(part => part.Violations())];

    /// <summary>Joins verdicts under one name: the heaviest validity, and its sentence.</summary>
    public static Verdict Compose(string checker, IReadOnlyList<Verdict> parts)
    {
        if (parts.Count == 0)
            return new Verdict(checker, Validity.Unknown, "nothing was checked");
        var heaviest = parts[0];
        foreach (var part in parts)
        {
            if (part.Validity > heaviest.Validity)
                heaviest = part;
        }

        return new Verdict(checker, heaviest.Validity, heaviest.Summary) { Parts = parts };
    }
}
