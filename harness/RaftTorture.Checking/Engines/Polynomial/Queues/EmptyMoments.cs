using RaftTorture.Checking.Engines.Generic;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>
/// When a queue can have been empty: at moments between two events at which no value was in it for certain. A value is in for certain from the end
/// of its enqueue to the invocation of its dequeue; one that nobody is known to have taken, until an unknown dequeue takes it, of
/// which there must have been enough.
/// </summary>
/// <remarks>A moment is called by the position of the event just before it.</remarks>
internal sealed class EmptyMoments
{
    private readonly QueueValues _values;
    private readonly Deadline _deadline;

    /// <summary>From and until then, the end not included; disjoint, in order, and no two of them touch.</summary>
    private readonly List<(int From, int Until)> _held = [];

    // Ends of the enqueues of what nobody is known to have taken, and invocations of unknown dequeues, in order.
    private readonly int[] _leftSince;
    private readonly int[] _takersSince;

    public EmptyMoments(QueueValues values, ModelHistory history, Deadline deadline)
    {
        (_values, _deadline) = (values, deadline);
        _leftSince = [.. deadline.Watch(values.Values).Where(value => !values.IsDequeued(value)).Select(values.EnqueueCompletedAt)];
        RadixSort.Sort(_leftSince, position => position, deadline);
        _takersSince = [.. values.UnknownDequeues.Select(dequeue => history.Calls[dequeue].InvokedAt)];
        int[] held = [.. deadline.Watch(values.Values)
            .Where(value => values.IsDequeued(value) && values.EnqueueCompletedAt(value) < values.DequeueInvokedAt(value))];
        RadixSort.Sort(held, value => values.EnqueueCompletedAt(value), deadline);
        foreach (var value in deadline.Watch(held))
            Hold((values.EnqueueCompletedAt(value), values.DequeueInvokedAt(value)));
    }

    /// <summary>For each dequeue that found nothing the first moment that explains it, in order of time; or null where one has none.</summary>
    public (int Moment, int Dequeue)[]? TryExplain(ModelHistory history)
    {
        var moments = new (int Moment, int Dequeue)[_values.Empty.Count];
        for (var i = 0; i < moments.Length; i++)
        {
            _deadline.Tick();
            var call = history.Calls[_values.Empty[i]];
            if (FirstFrom(call.InvokedAt) is not { } moment || moment >= call.CompletedAt)
                return null;
            moments[i] = (moment, _values.Empty[i]);
        }

        int[] order = [.. Enumerable.Range(0, moments.Length)];
        RadixSort.Sort(order, i => moments[i].Moment, _deadline);
        return [.. order.Select(i => moments[i])];
    }

    private void Hold((int From, int Until) interval)
    {
        if (_held.Count > 0 && interval.From <= _held[^1].Until)
            _held[^1] = _held[^1] with { Until = Math.Max(_held[^1].Until, interval.Until) };
        else
            _held.Add(interval);
    }

    /// <returns>Null where there is none, however late.</returns>
    private int? FirstFrom(int position)
    {
        for (var moment = position; ;)
        {
            _deadline.Tick();
            if (FirstWithTakers(FirstNotHeld(moment)) is not { } later)
                return null;
            if (later == moment)
                return moment;
            moment = later;
        }
    }

    private int FirstNotHeld(int position)
    {
        var next = _held.BinarySearch((position, int.MaxValue));
        var before = (next < 0 ? ~next : next + 1) - 1;
        return before >= 0 && position < _held[before].Until ? _held[before].Until : position;
    }

    /// <summary>The first moment at which there are takers enough for what had been left by the given one.</summary>
    private int? FirstWithTakers(int moment)
    {
        var left = CountUpTo(moment, _leftSince);
        if (left <= CountUpTo(moment, _takersSince))
            return moment;
        return left <= _takersSince.Length ? _takersSince[left - 1] : null;
    }

    private static int CountUpTo(int position, int[] sorted)
    {
        var found = Array.BinarySearch(sorted, position);
        return found < 0 ? ~found : found + 1;
    }
}
