using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>Delta debugging (Zeller and Hildebrandt 2002): leaves out what a contradiction does not need, large parts first.</summary>
internal static class Shrinking
{
    /// <summary>After so many searches that were cut short the rest is left as it is: it is likely to be as hard.</summary>
    private const int MostUndecided = 30;

    /// <param name="calls">Calls that may be left out.</param>
    /// <param name="others">Calls that are not; no order explains all together.</param>
    /// <param name="tryTold">The search for an order if only some calls are told.</param>
    /// <param name="isExpired">Asked before each search; true ends the shrinking.</param>
    /// <returns>Those of the calls that are left, and whether each of them is proved to be needed.</returns>
    public static (IReadOnlyList<Call> Kept, bool IsMinimal) Smallest(
        IReadOnlyList<Call> calls,
        IReadOnlyList<Call> others,
        FindOrder tryTold,
        Func<bool> isExpired)
    {
        var (undecided, before) = (0, 0);
        for (var size = (calls.Count + 1) / 2; size > 0; size /= 2)
        {
            before = undecided;
            for (var start = 0; start < calls.Count;)
            {
                if (undecided == MostUndecided || isExpired())
                    return (calls, false);
                Call[] rest = [.. calls.Take(start), .. calls.Skip(start + size)];
                var ordering = tryTold([.. rest, .. others]);
                undecided += ordering is Ordering.Undecided ? 1 : 0;
                if (ordering is Ordering.Impossible)
                    calls = rest;
                else
                    start += size;
            }
        }

        return (calls, undecided == before);
    }
}
