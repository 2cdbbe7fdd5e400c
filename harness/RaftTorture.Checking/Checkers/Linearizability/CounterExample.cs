using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>A few operations that no order explains, taken from a history that has many.</summary>
/// <param name="Culprit">The operation whose end made it impossible.</param>
/// <param name="Calls">The operations, the culprit among them, in order of invocation; what came after its end is not told.</param>
internal sealed record CounterExample(Call Culprit, IReadOnlyList<Call> Calls)
{
    /// <summary>Steps of one search; where they do not suffice, the counter-example stays larger than it could be.</summary>
    private const long MaxSteps = 100_000;

    /// <param name="calls">All calls of one key, of which it is known that no order explains them.</param>
    /// <param name="initial">What the register holds before the first write.</param>
    /// <param name="limits">Where they are reached, what was found until then is returned.</param>
    public static CounterExample Find(IReadOnlyList<Call> calls, Value initial, CheckLimits limits)
    {
        var culprit = FirstImpossible(calls, IsImpossible);
        IReadOnlyList<Call> rest = Before(calls, culprit);
        rest = Shrinking.Without(rest, Single(rest.Where(call => call.IsCasMiss)), IsImpossible);
        rest = Shrinking.Without(rest, VisitedValues.Of(rest, initial), IsImpossible);
        rest = Shrinking.Without(rest, Single(rest.Where(IsRead)), IsImpossible);
        return new CounterExample(culprit, rest);

        bool IsImpossible(IReadOnlyList<Call> some) =>
            !limits.IsExpired() && RegisterSearch.Run(RegisterHistory.Of(some, initial), limits, MaxSteps) is SearchResult.Impossible;
    }

    /// <summary>By halving: once a history has become impossible, nothing that follows makes it possible again.</summary>
    private static Call FirstImpossible(IReadOnlyList<Call> calls, Predicate<IReadOnlyList<Call>> isImpossible)
    {
        var byEnd = calls.Where(call => call.IsOk || call.IsCasMiss).OrderBy(call => call.CompletedAt).ToArray();
        var (low, high) = (0, byEnd.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isImpossible(Before(calls, byEnd[middle])))
                high = middle;
            else
                low = middle + 1;
        }

        return byEnd[high];
    }

    /// <summary>The history up to the end of an operation. That an operation will have failed is known from the start: it never happens.</summary>
    private static List<Call> Before(IReadOnlyList<Call> calls, Call last) =>
        [.. calls
            .Where(call => call.InvokedAt < last.CompletedAt && (call.Outcome != EventType.Fail || call.IsCasMiss))
            .Select(call => call.CompletedAt > last.CompletedAt ? call.WithoutEnd() : call)];

    private static Call[][] Single(IEnumerable<Call> calls) => [.. calls.Select(call => new[] { call })];

    /// <summary>Without an operation that only looks, a history is no harder to explain.</summary>
    private static bool IsRead(Call call) => call.F == RegisterHistory.ReadF || call.IsCasMiss;
}
