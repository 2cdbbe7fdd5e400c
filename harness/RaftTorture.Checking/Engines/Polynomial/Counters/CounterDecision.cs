using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;

namespace RaftTorture.Checking.Engines.Polynomial.Counters;

/// <summary>
/// Decides a counter in O(n log n) where a read is out of its bounds, and where all additions are of the same number. Of other ones it is a
/// subset sum whether they can add up to what was read, which is NP-complete: they are left to the search.
/// </summary>
internal static class CounterDecision
{
    private const int BytesPerOperation = 100;

    /// <param name="amounts">What each operation adds; 0 where it only reads.</param>
    /// <returns>Null where this way cannot tell.</returns>
    public static SearchResult? Run(ModelHistory history, long[] amounts, long initial, SearchBudget budget)
    {
        if (!budget.TryTake((long)BytesPerOperation * amounts.Length))
            return new SearchResult.Undecided(budget.Reached!.Value);
        var bounds = new CounterBounds(history, amounts, initial, budget.Deadline);
        if (bounds.MayWrapAround)
            return null;
        if (bounds.IsBroken)
            return new SearchResult.Impossible();
        long[] steps = [.. budget.Deadline.Watch(amounts).Where(amount => amount != 0).Distinct().Take(2)];
        return steps.Length < 2 ? new EqualAdditions(history, amounts, initial, steps.FirstOrDefault(1)).Run(budget.Deadline) : null;
    }
}
