using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>A few calls of an object of any model that no order explains, taken from many.</summary>
/// <param name="Culprit">The operation whose end made it impossible.</param>
/// <param name="Calls">The calls, the culprit among them, in order of invocation; what came after its end is not told.</param>
internal sealed record ImpossibleCalls(Call Culprit, IReadOnlyList<Call> Calls)
{
    /// <param name="calls">All calls of one object, of which it is known that no order explains them.</param>
    /// <param name="isReadOnly">Only such calls are left out: without them, a history is no harder to explain.</param>
    /// <param name="isImpossible">Whether no order explains some of them; false where that is not certain.</param>
    public static ImpossibleCalls Find(IReadOnlyList<Call> calls, Predicate<Call> isReadOnly, Predicate<IReadOnlyList<Call>> isImpossible)
    {
        var culprit = FirstImpossible(calls, isImpossible);
        var before = Before(calls, culprit);
        Call[][] readOnly = [.. before.Where(call => isReadOnly(call) && call.InvokedAt != culprit.InvokedAt).Select(call => new[] { call })];
        return new ImpossibleCalls(culprit, Shrinking.Without(before, readOnly, isImpossible));
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
}
