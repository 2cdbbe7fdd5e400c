using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>What the checks of sets and of lists have in common: key by key, joined to one verdict.</summary>
internal static class GrowingCollections
{
    public static Verdict Check(string checker, string f, Growth growth, IReadOnlyList<HistoryEvent> history, CheckLimits limits)
    {
        var keys = KeyCalls.Of(history);
        Verdict[] parts = [.. keys
            .Select(key => limits.IsExpired() ? OutOfTime(checker, key) : GrowingKey.Judge(checker, key, f, growth, limits))
            .OfType<Verdict>()];
        return Verdicts.OfKeys(checker, keys, parts, "every read shows what it must, in an order that real time allows");
    }

    private static Verdict OutOfTime(string checker, KeyCalls key) =>
        new(checker, Validity.Unknown, $"{key.Name}: not decided, the time limit was reached ({key.Calls.Count} operations)") { Key = key.Key };
}
