using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>The operation at whose end a history becomes impossible.</summary>
/// <param name="Culprit">That operation.</param>
/// <param name="Contradiction">Calls that likely suffice for it, where a search named some.</param>
/// <param name="Before">An order of all that was known just before, where one was found on the way.</param>
internal sealed record FirstImpossible(Call Culprit, IReadOnlyList<Call> Contradiction, Ordering? Before)
{
    /// <summary>So many looks may follow what searches name; then one halves what is left, so that the looks stay few whatever they name.</summary>
    private const int LooksBetweenHalvings = 2;

    /// <summary>
    /// Once a history has become impossible, nothing that follows makes it possible again: so by halving. Where a search names a contradiction,
    /// the looks are where that ends, and just before: with a single violation, two of them.
    /// </summary>
    /// <param name="calls">Calls that no order explains.</param>
    /// <param name="findOrder">The search. Where it is undecided, a later operation is found.</param>
    /// <param name="isExpired">Asked before each look; true ends the search with what is known by then.</param>
    /// <param name="contradiction">What is known to contradict itself in the whole, if anything.</param>
    public static FirstImpossible In(IReadOnlyList<Call> calls, FindOrder findOrder, Func<bool> isExpired, IReadOnlyList<Call>? contradiction = null)
    {
        var byEnd = calls.Where(MustHaveHappened).OrderBy(call => call.CompletedAt).ToArray();
        var named = contradiction ?? [];
        Ordering? before = null;
        var (low, high) = (0, byEnd.Length - 1);
        for (var looks = 1; low < high && !isExpired(); looks++)
        {
            var last = looks % (LooksBetweenHalvings + 1) == 0 ? null : LastEnd(named, byEnd, low, high);
            var look = last is null ? (low + high) / 2 : last == high ? high - 1 : last.Value;

            // Between two ends there are only invocations, which make nothing impossible: with them the order is the one of all that was known before.
            var ordering = findOrder(UpTo(byEnd[look + 1].CompletedAt - 1, calls));
            if (ordering is Ordering.Impossible impossible)
                (high, named) = (look, impossible.Contradiction);
            else
                (low, before) = (look + 1, ordering);
        }

        return new FirstImpossible(byEnd[high], named, low == high && low > 0 ? before : null);
    }

    /// <summary>
    /// The history up to an event, itself included. That an operation will have failed is known from the start: it never happens, and a cas that
    /// will have missed changes nothing.
    /// </summary>
    public static IReadOnlyList<Call> UpTo(int position, IReadOnlyList<Call> calls) =>
        [.. calls
            .Where(call => call.InvokedAt < position && (call.Outcome != EventType.Fail || (call.IsCasMiss && call.CompletedAt <= position)))
            .Select(call => call.CompletedAt > position ? call.WithoutEnd() : call)];

    private static bool MustHaveHappened(Call call) => call.IsOk || call.IsCasMiss;

    /// <returns>Which of the operations that must have happened ends last of some calls; null where none of those that are in question does.</returns>
    private static int? LastEnd(IReadOnlyList<Call> calls, Call[] byEnd, int low, int high)
    {
        var end = calls.Where(MustHaveHappened).Select(call => call.CompletedAt).DefaultIfEmpty(-1).Max();
        var last = Array.BinarySearch(Array.ConvertAll(byEnd, call => call.CompletedAt), end);
        return last >= low && last <= high ? last : null;
    }
}
