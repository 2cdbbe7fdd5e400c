using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>What the checks of sets and of lists have in common: key by key, joined to one verdict.</summary>
internal static class GrowingCollections
{
    public static Verdict Check(string checker, string f, Growth growth, IReadOnlyList<HistoryEvent> history, CheckLimits limits)
    {
        var deadline = new Deadline(limits.IsExpired);
        try
        {
            var keys = KeyCalls.Of(history, deadline);
            Verdict[] parts = [.. keys.Select(key => Judge(checker, key, f, growth, limits, deadline)).OfType<Verdict>()];
            return Verdicts.OfKeys(checker, keys, parts, "every read shows what it must, in an order that real time allows");
        }
        catch (DeadlineException)
        {
            return Verdicts.NotRead(checker, history);
        }
    }

    private static Verdict? Judge(string checker, KeyCalls key, string f, Growth growth, CheckLimits limits, Deadline deadline)
    {
        try
        {
            return limits.IsExpired() ? OutOfTime(checker, key) : GrowingKey.Judge(checker, key, f, growth, limits, deadline);
        }
        catch (DeadlineException)
        {
            return OutOfTime(checker, key);
        }
    }

    private static Verdict OutOfTime(string checker, KeyCalls key) =>
        new(checker, Validity.Unknown, $"{key.Name}: not decided, the time limit was reached ({key.Calls.Count} operations)") { Key = key.Key };
}
