using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>Makes an order of operations from one of values; see <see cref="FifoOrder"/> for why there is always one.</summary>
internal static class FifoOperations
{
    /// <param name="order">The values as they go through; those that stay in the queue are the last.</param>
    public static IEnumerable<int> Of(QueueValues values, int[] order, Deadline deadline)
    {
        var enqueueEnds = LeastFrom(order, values.EnqueueCompletedAt, deadline);
        var dequeueEnds = LeastFrom(order, values.DequeueCompletedAt, deadline);
        var dequeueCount = deadline.Watch(order).Count(values.IsDequeued);
        for (var (enqueued, dequeued) = (0, 0); enqueued < order.Length || dequeued < dequeueCount;)
        {
            deadline.Tick();
            var firstEnd = Math.Min(enqueueEnds[enqueued], dequeueEnds[dequeued]);
            if (dequeued < Math.Min(enqueued, dequeueCount) && values.DequeueInvokedAt(order[dequeued]) < firstEnd)
                yield return values.DequeueOf(order[dequeued++]);
            else
                yield return values.EnqueueOf(order[enqueued++]);
        }
    }

    /// <summary>The first end of all from each place on.</summary>
    private static int[] LeastFrom(int[] order, Func<int, int> endOf, Deadline deadline)
    {
        var least = new int[order.Length + 1];
        least[^1] = Call.Never;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            deadline.Tick();
            least[i] = Math.Min(endOf(order[i]), least[i + 1]);
        }

        return least;
    }
}
