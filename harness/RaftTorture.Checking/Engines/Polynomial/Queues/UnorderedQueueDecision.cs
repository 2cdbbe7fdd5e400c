using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>
/// Decides a queue without an order, as <see cref="QueueDecision"/> does one with an order, but that values may overtake each other.
/// </summary>
/// <remarks>
/// Each operation takes effect as soon as it can: a dequeue that found nothing at its moment, an enqueue when it is invoked or, if its value is taken out
/// only after some later moment at which nothing may be in, just after the last such moment; a dequeue when it is invoked, but not before its enqueue.
/// </remarks>
internal static class UnorderedQueueDecision
{
    private const int BytesPerOperation = 100;

    private enum Kind
    {
        Empty,
        Enqueue,
        Dequeue,
    }

    /// <returns>Null where this way cannot tell.</returns>
    public static SearchResult? Run(ModelHistory history, SearchBudget budget)
    {
        if (!budget.TryTake((long)BytesPerOperation * history.Calls.Length) || !budget.IsInTime())
            return new SearchResult.Undecided(budget.Reached!.Value);
        var values = new QueueValues(history);
        if (!values.AreUnique)
            return null;
        if (values.IsBroken)
            return new SearchResult.Impossible();
        if (!budget.IsInTime())
            return new SearchResult.Undecided(budget.Reached!.Value);
        if (new EmptyMoments(values, history).TryExplain(history) is not { } empty)
            return new SearchResult.Impossible();
        TakeWhatIsLeft(values, empty);
        return new SearchResult.Found([.. Effects(values, empty).Order().Select(effect => effect.Operation)]);
    }

    /// <summary>What was in for certain when nothing may have been, an unknown dequeue has taken; there are enough.</summary>
    private static void TakeWhatIsLeft(QueueValues values, (int Moment, int Dequeue)[] empty)
    {
        if (empty.Length == 0)
            return;
        foreach (var value in values.Values.Where(value => !values.IsDequeued(value)).OrderBy(values.EnqueueCompletedAt))
        {
            if (values.EnqueueCompletedAt(value) <= empty[^1].Moment)
                values.TryTakeUnknown(value, empty[^1].Moment);
        }
    }

    /// <summary>When each operation takes effect: positions of events are even, moments between them odd.</summary>
    private static IEnumerable<(long At, Kind Kind, int Operation)> Effects(QueueValues values, (int Moment, int Dequeue)[] empty)
    {
        foreach (var (moment, dequeue) in empty)
            yield return ((2L * moment) + 1, Kind.Empty, dequeue);
        var moments = empty.Select(found => found.Moment).ToArray();
        foreach (var value in values.Values)
        {
            var leaves = Math.Max(values.EnqueueInvokedAt(value), values.DequeueInvokedAt(value));
            var enters = Math.Max(2L * values.EnqueueInvokedAt(value), LastBefore(moments, leaves));
            yield return (enters, Kind.Enqueue, values.EnqueueOf(value));
            if (values.IsDequeued(value))
                yield return (2L * leaves, Kind.Dequeue, values.DequeueOf(value));
        }
    }

    private static long LastBefore(int[] moments, int position)
    {
        var found = Array.BinarySearch(moments, position);
        while (found > 0 && moments[found - 1] == position)
            found--;
        var before = (found < 0 ? ~found : found) - 1;
        return before < 0 ? 0 : (2L * moments[before]) + 1;
    }
}
