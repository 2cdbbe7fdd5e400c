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
        if (!budget.TryTake((long)BytesPerOperation * history.Calls.Length))
            return new SearchResult.Undecided(budget.Reached!.Value);
        var values = new QueueValues(history, budget.Deadline);
        if (!values.AreUnique)
            return null;
        if (values.IsBroken)
            return new SearchResult.Impossible();
        if (new EmptyMoments(values, history, budget.Deadline).TryExplain(history) is not { } empty)
            return new SearchResult.Impossible();
        TakeWhatIsLeft(values, empty, budget.Deadline);
        return new SearchResult.Found(InOrder(Effects(values, empty, budget.Deadline), budget.Deadline));
    }

    /// <summary>What was in for certain when nothing may have been, an unknown dequeue has taken; there are enough.</summary>
    private static void TakeWhatIsLeft(QueueValues values, (int Moment, int Dequeue)[] empty, Deadline deadline)
    {
        if (empty.Length == 0)
            return;
        int[] left = [.. deadline.Watch(values.Values).Where(value => !values.IsDequeued(value))];
        RadixSort.Sort(left, value => values.EnqueueCompletedAt(value), deadline);
        foreach (var value in deadline.Watch(left))
        {
            if (values.EnqueueCompletedAt(value) <= empty[^1].Moment)
                values.TryTakeUnknown(value, empty[^1].Moment);
        }
    }

    /// <summary>When each operation takes effect: positions of events are even, moments between them odd.</summary>
    private static IEnumerable<(long At, Kind Kind, int Operation)> Effects(QueueValues values, (int Moment, int Dequeue)[] empty, Deadline deadline)
    {
        foreach (var (moment, dequeue) in empty)
            yield return ((2L * moment) + 1, Kind.Empty, dequeue);
        var moments = empty.Select(found => found.Moment).ToArray();
        foreach (var value in deadline.Watch(values.Values))
        {
            var leaves = Math.Max(values.EnqueueInvokedAt(value), values.DequeueInvokedAt(value));
            var enters = Math.Max(2L * values.EnqueueInvokedAt(value), LastBefore(moments, leaves));
            yield return (enters, Kind.Enqueue, values.EnqueueOf(value));
            if (values.IsDequeued(value))
                yield return (2L * leaves, Kind.Dequeue, values.DequeueOf(value));
        }
    }

    private static int[] InOrder(IEnumerable<(long At, Kind Kind, int Operation)> effects, Deadline deadline)
    {
        var all = effects.ToArray();
        int[] order = [.. Enumerable.Range(0, all.Length)];
        RadixSort.Sort(order, i => (int)all[i].Kind, deadline);
        RadixSort.Sort(order, i => all[i].At, deadline);
        return [.. order.Select(i => all[i].Operation)];
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
