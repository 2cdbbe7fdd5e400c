using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>
/// A few operations that contradict each other, taken from a history that has many. All that was left out is forgotten
/// (<see cref="Forgetting"/>), so that the contradiction is one of the whole history.
/// </summary>
/// <remarks>
/// A core is minimal if none of its operations can be forgotten as well. For an operation that only looks this is the same as to leave it out. One
/// search an operation proves it: the fewer operations are told, the more orders there are, so that what was needed in a larger core is
/// needed in a smaller one. The culprit is needed because there is an order of what was known before its end.
/// </remarks>
/// <param name="Culprit">The operation whose end made it impossible.</param>
/// <param name="Core">The operations, the culprit among them, in order of invocation, as they were known when the culprit ended.</param>
/// <param name="IsMinimal">Whether each of them is proved to be needed.</param>
/// <param name="Prefix">An order of all operations up to just before the culprit's end, or null where a limit cut the search short.</param>
internal sealed record CounterExample(Call Culprit, IReadOnlyList<Call> Core, bool IsMinimal, IReadOnlyList<Call>? Prefix)
{
    private const int FewestNear = 16;
    private const int NearGrowth = 8;

    /// <summary>Of a core that a limit left unshrunk so many operations are told: the culprit, and those that began last.</summary>
    private const int MostTold = 1_000;

    /// <param name="calls">All calls of one object, of which it is known that no order explains them.</param>
    /// <param name="findOrder">The search; past its limits it is undecided, and what was found by then is returned.</param>
    /// <param name="memory">What of the forgotten calls must be searched with, and which calls to look at first.</param>
    /// <param name="isExpired">Asked between searches; true ends the shrinking.</param>
    /// <param name="contradiction">A few calls that likely contradict each other, if a search named some. Whether they do is tried.</param>
    public static CounterExample Find(
        IReadOnlyList<Call> calls,
        FindOrder findOrder,
        Func<IReadOnlyList<Call>, Call, IMemory> memory,
        Func<bool> isExpired,
        IReadOnlyList<Call>? contradiction = null)
    {
        var first = FirstImpossible.In(calls, findOrder, isExpired, contradiction);
        var culprit = first.Culprit;
        var known = FirstImpossible.UpTo(culprit.CompletedAt, calls);
        if (isExpired())
            return new CounterExample(culprit, known, IsMinimal: false, Prefix: null);
        var forgotten = memory(known, culprit);
        var start = Named(first, known, Try) ?? Near(known, forgotten, Try, isExpired);
        var near = start.Where(call => call.InvokedAt != culprit.InvokedAt).ToLookup(forgotten.OnlyLooked);
        var looks = Shrinking.Smallest([.. near[true]], [.. near[false], culprit], Try, isExpired);
        var rest = Shrinking.Smallest([.. looks.Kept, .. near[false]], [culprit], Try, isExpired);
        Call[] core = [.. InOrder([.. rest.Kept, culprit])];
        var before = first.Before as Ordering.Found ?? findOrder(FirstImpossible.UpTo(culprit.CompletedAt - 1, calls));
        return new CounterExample(culprit, core, rest.IsMinimal && before is Ordering.Found, (before as Ordering.Found)?.Calls);

        Ordering Try(IReadOnlyList<Call> told) => findOrder(Forgetting.History([.. InOrder(forgotten.Telling(told))], forgotten.MayMatter(told)));
    }

    /// <summary>The counter-example as the verdict carries it.</summary>
    /// <param name="key">Where it was found.</param>
    /// <param name="reason">What is the matter, if only that nothing explains it.</param>
    /// <param name="forcing">The operations that pin the state; where there are none, all but the culprit do together.</param>
    public Violation Tell(KeyCalls key, Reason reason, IEnumerable<Call> forcing)
    {
        var pins = forcing.Select(call => call.InvokedAt).ToHashSet();
        if (pins.Count == 0)
            pins.UnionWith(Core.Select(call => call.InvokedAt).Where(at => at != Culprit.InvokedAt));
        return new Violation(reason.Class, $"{key.Name}: {reason.Sentence}", Culprit.Completion!, [.. Told().Select(Operation)], IsMinimal)
        {
            CoreCount = Core.Count,
            Named = [.. reason.Named.Where(call => Core.All(other => other.Invocation != call.Invocation)).Select(Operation)],
            LeastK = reason.LeastK,
            StaleMs = reason.StaleMs,
            LongestPrefix = Prefix is null ? null : Linearization.Of(key.Key, Prefix),
        };

        CoreOperation Operation(Call call) => new(call.Invocation, call.Completion, pins.Contains(call.InvokedAt));
    }

    private IEnumerable<Call> Told() => Core.Count <= MostTold
        ? Core
        : InOrder([Culprit, .. Core.Where(call => call.InvokedAt != Culprit.InvokedAt).TakeLast(MostTold - 1)]);

    private static IOrderedEnumerable<Call> InOrder(IReadOnlyList<Call> calls) => calls.OrderBy(call => call.InvokedAt);

    /// <returns>The contradiction that a search named, with the culprit, if that is impossible when all else is forgotten.</returns>
    private static Call[]? Named(FirstImpossible first, IReadOnlyList<Call> known, FindOrder tryTold)
    {
        if (first.Contradiction.Count == 0)
            return null;
        var positions = first.Contradiction.Append(first.Culprit).Select(call => call.InvokedAt).ToHashSet();
        Call[] named = [.. known.Where(call => positions.Contains(call.InvokedAt))];
        return tryTold(named) is Ordering.Impossible ? named : null;
    }

    /// <summary>Of a long history, a few operations that most likely suffice, so that the rest need not be left out bit by bit.</summary>
    private static IReadOnlyList<Call> Near(IReadOnlyList<Call> known, IMemory forgotten, FindOrder tryTold, Func<bool> isExpired)
    {
        if (known.Count <= FewestNear || isExpired())
            return known;
        var nearest = forgotten.NearestFirst().ToArray();
        for (var count = FewestNear; count < known.Count; count *= NearGrowth)
        {
            Call[] some = [.. nearest.Take(count)];
            if (tryTold(some) is Ordering.Impossible)
                return some;
        }

        return known;
    }
}
