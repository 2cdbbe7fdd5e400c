using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>
/// Decides a queue that starts empty and to which no value is added twice in O(n log n): it is linearizable exactly if nothing is dequeued that was not
/// there, or twice; no value overtakes another; and each dequeue that found nothing has a moment at which nothing was in for certain.
/// </summary>
/// <remarks>
/// The four violations are those of Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013; the time is that of Lee and
/// Mathur, arXiv 2410.04581. Moments at which the queue is empty cut the history: what is invoked before one, to go in and to come out, goes through
/// before it, all else after. An operation that goes on after the cut that it is before, or the other way round, overlaps with everything there,
/// so that no order is lost. Between two cuts <see cref="FifoOrder"/> decides. Only where unknown dequeues must have emptied the queue it may depend on the
/// choice of the moments whether there are enough of them: if not, that is left to the search.
/// </remarks>
internal static class QueueDecision
{
    private const int BytesPerOperation = 120;

    /// <returns>Null where this way cannot tell.</returns>
    public static SearchResult? Run(ModelHistory history, SearchBudget budget)
    {
        if (!budget.TryTake((long)BytesPerOperation * history.Calls.Length))
            return new SearchResult.Undecided(budget.Reached!.Value);
        var values = new QueueValues(history, budget.Deadline);
        if (!values.AreUnique)
            return null;
        if (values.IsBroken)
            return new SearchResult.Impossible();
        var empty = new EmptyMoments(values, history, budget.Deadline).TryExplain(history);
        return empty is null ? new SearchResult.Impossible() : Order(values, empty, budget);
    }

    private static SearchResult? Order(QueueValues values, (int Moment, int Dequeue)[] empty, SearchBudget budget)
    {
        var order = new List<int>();
        var cuts = empty.Select(found => found.Moment).ToArray();
        var parts = budget.Deadline.Watch(values.Values).ToLookup(value => CutsBefore(cuts, LatestOf(values, value)));
        for (var part = 0; part <= cuts.Length; part++)
        {
            if (!budget.TrySpendStep())
                return new SearchResult.Undecided(budget.Reached!.Value);
            var through = FifoOrder.Of(values, [.. parts[part]], part < cuts.Length ? cuts[part] : Call.Never, budget.Deadline);
            if (through.IsContradiction)
                return cuts.Length == 0 || values.IsDequeued(through.Overtaken) ? new SearchResult.Impossible() : null;
            order.AddRange(FifoOperations.Of(values, through.Order, budget.Deadline));
            if (part < cuts.Length)
                order.Add(empty[part].Dequeue);
        }

        return new SearchResult.Found(order);
    }

    /// <summary>A cut from there on comes after the value. One that nobody is known to have taken must be out when it certainly was in.</summary>
    private static int LatestOf(QueueValues values, int value) => values.IsDequeued(value)
        ? Math.Max(values.EnqueueInvokedAt(value), values.DequeueInvokedAt(value))
        : values.EnqueueCompletedAt(value);

    /// <summary>How many cuts lie before a position. Of equal ones all do, or none.</summary>
    private static int CutsBefore(int[] cuts, int position)
    {
        var (low, high) = (0, cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cuts[middle] < position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
