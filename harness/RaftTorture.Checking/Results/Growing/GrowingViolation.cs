using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Growing;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Growing;

/// <summary>Why the history of a growing collection is impossible.</summary>
internal static class GrowingViolation
{
    /// <param name="key">All calls of the key, of which it is known that no order explains them.</param>
    /// <param name="collection">What they are calls of.</param>
    /// <param name="limits">Where they are reached, what was found until then is returned.</param>
    public static Violation Of(KeyCalls key, GrowingObject collection, CheckLimits limits)
    {
        var example = CounterExample.Find(key.Calls, FindOrder, (known, _) => new FullMemory(known), limits.IsExpired);
        return example.Tell(key, ReasonFor(example), []);

        Ordering FindOrder(IReadOnlyList<Call> calls) => limits.IsExpired()
            ? new Ordering.Undecided()
            : GrowingKey.Find(collection, calls) switch
            {
                GrowingFinding.Broken => new Ordering.Impossible(),
                GrowingFinding.Open { IsDecided: false } => new Ordering.Undecided(),
                _ => new Ordering.Found(GrowingKey.Order(collection, calls)),
            };

        // Of the history up to there more can be said than of the core, "lost 7 elements": if it is the same that can be said.
        Reason ReasonFor(CounterExample found)
        {
            var known = FirstImpossible.UpTo(found.Culprit.CompletedAt, key.Calls);
            var core = Forgetting.History(found.Core, new FullMemory(known).MayMatter(found.Core));
            return (GrowingKey.Find(collection, core), GrowingKey.Find(collection, known)) switch
            {
                (GrowingFinding.Broken ofCore, GrowingFinding.Broken ofAll) => ofCore.Reason.Class == ofAll.Reason.Class ? ofAll.Reason : ofCore.Reason,
                (GrowingFinding.Broken ofCore, _) => ofCore.Reason,
                _ => Reason.Unexplained(found.Culprit, $"read {found.Culprit.Result}"),
            };
        }
    }
}
