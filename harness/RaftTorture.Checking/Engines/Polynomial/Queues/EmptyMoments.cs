using RaftTorture.Checking.Engines.Generic;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>
/// When a queue can have been empty: at moments between two events at which no value was in it for certain. A value is in for certain from the end
/// of its enqueue to the invocation of its dequeue.
/// </summary>
/// <remarks>The moment before which <c>position</c> events are past, and the event at that position too, is called by that position.</remarks>
internal sealed class EmptyMoments
{
    /// <summary>From and until then, the end not included; disjoint, in order, and no two of them touch.</summary>
    private readonly List<(int From, int Until)> _held = [];

    public EmptyMoments(QueueValues values)
    {
        var held = values.Values
            .Select(value => (From: values.EnqueueCompletedAt(value), Until: values.DequeueInvokedAt(value)))
            .Where(interval => interval.From < interval.Until)
            .Order();
        foreach (var interval in held)
        {
            if (_held.Count > 0 && interval.From <= _held[^1].Until)
                _held[^1] = _held[^1] with { Until = Math.Max(_held[^1].Until, interval.Until) };
            else
                _held.Add(interval);
        }
    }

    /// <summary>For each dequeue that found nothing the first moment that explains it, in order of time; or null where one has none.</summary>
    public (int Moment, int Dequeue)[]? TryExplain(QueueValues values, ModelHistory history)
    {
        var moments = values.Empty.Select(dequeue => (Moment: FirstAt(history.Calls[dequeue].InvokedAt), Dequeue: dequeue)).ToArray();
        if (moments.Any(found => found.Moment >= history.Calls[found.Dequeue].CompletedAt))
            return null;
        Array.Sort(moments);
        return moments;
    }

    private int FirstAt(int position)
    {
        var next = _held.BinarySearch((position, int.MaxValue));
        var before = (next < 0 ? ~next : next + 1) - 1;
        return before >= 0 && position < _held[before].Until ? _held[before].Until : position;
    }
}
