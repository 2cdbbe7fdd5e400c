using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>The operation at whose end a history becomes impossible.</summary>
internal static class FirstImpossible
{
    /// <summary>By halving: once a history has become impossible, nothing that follows makes it possible again.</summary>
    /// <param name="calls">Calls that no order explains.</param>
    /// <param name="isImpossible">Whether that is so of some calls. Where it cannot tell and says no, a later operation is found.</param>
    /// <param name="isExpired">Asked before each look; true ends the search with what is known by then.</param>
    public static Call In(IReadOnlyList<Call> calls, Predicate<IReadOnlyList<Call>> isImpossible, Func<bool> isExpired)
    {
        var byEnd = calls.Where(MustHaveHappened).OrderBy(call => call.CompletedAt).ToArray();
        var (low, high) = (0, byEnd.Length - 1);
        while (low < high && !isExpired())
        {
            var middle = (low + high) / 2;
            if (isImpossible(UpTo(byEnd[middle].CompletedAt, calls)))
                high = middle;
            else
                low = middle + 1;
        }

        return byEnd[high];
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
}
