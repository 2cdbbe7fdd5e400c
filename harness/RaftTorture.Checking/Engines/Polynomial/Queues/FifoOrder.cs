using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>
/// Looks for an order in which values can go through a queue. One value must go before another if its enqueue, or its dequeue, ended before that of
/// the other was invoked, or its dequeue before the other's enqueue.
/// </summary>
/// <remarks>
/// <para>
/// Only pairs can contradict each other. While values are left, let x be the one whose enqueue ends first and y the one whose dequeue ends first.
/// Unless one of the two can go next, x was enqueued before y and dequeued after it, both for certain: a value that was overtaken.
/// (If y's dequeue ended before x's enqueue began, y can go next: all enqueues end later than x's.)
/// </para>
/// <para>
/// Where x is a value that nobody is known to have taken, an unknown dequeue must have, before that of y ended. For each x that comes to this the
/// earliest one is spent, and all of them are needed by then; where none is left, there were not enough (pigeonhole).
/// </para>
/// <para>
/// An order of values gives one of operations. Take the next enqueue or the next dequeue, whichever no operation that is left ended before. If
/// neither will do, a dequeue of b ended before the enqueue of i, the next, was invoked, so that b goes before i, its enqueue has its place, and the
/// next dequeue, of j, has to wait for an enqueue of k that ended before it was invoked. Then the dequeue of b ended before that of j was
/// invoked, whichever of i and k comes first, and j would not be the next.
/// </para>
/// </remarks>
internal sealed class FifoOrder
{
    private readonly QueueValues _values;
    private readonly int[] _members;
    private readonly int _emptyAt;
    private readonly bool[] _isTaken;
    private readonly Deadline _deadline;

    // Members by when something of theirs happens, and how many of each list are behind us.
    private readonly int[] _byEnqueueStart;
    private readonly int[] _byDequeueStart;
    private readonly int[] _byEnqueueEnd;
    private readonly int[] _byDequeueEnd;
    private int _enqueueStarts;
    private int _dequeueStarts;
    private int _enqueueEnds;
    private int _dequeueEnds;

    /// <summary>Two conditions a member.</summary>
    private readonly byte[] _fulfilled;
    private readonly Queue<int> _ready = [];

    private FifoOrder(QueueValues values, int[] members, int emptyAt, Deadline deadline)
    {
        (_values, _deadline) = (values, deadline);
        _emptyAt = emptyAt;
        _members = members;
        _isTaken = new bool[members.Length];
        _fulfilled = new byte[members.Length];
        _byEnqueueStart = SortedBy(values.EnqueueInvokedAt);
        _byDequeueStart = SortedBy(values.DequeueInvokedAt);
        _byEnqueueEnd = SortedBy(values.EnqueueCompletedAt);
        _byDequeueEnd = SortedBy(values.DequeueCompletedAt);
    }

    /// <summary>The values in the order in which they go through, or a value that must come out before another and cannot.</summary>
    /// <param name="Overtaken">That value; <see cref="QueueValues.None"/> where there is an order.</param>
    public readonly record struct Result(int[] Order, int Overtaken)
    {
        public bool IsContradiction => Overtaken != QueueValues.None;
    }

    private int FirstDequeueEnd => _values.DequeueCompletedAt(_members[_byDequeueEnd[_dequeueEnds]]);

    /// <param name="members">Those to put in order.</param>
    /// <param name="emptyAt">The moment by which all of them must be out, or <see cref="Call.Never"/>.</param>
    public static Result Of(QueueValues values, int[] members, int emptyAt, Deadline deadline) => new FifoOrder(values, members, emptyAt, deadline).Run();

    private Result Run()
    {
        var order = new int[_members.Length];
        for (var count = 0; count < order.Length; count++)
        {
            _deadline.Tick();
            FindReady();
            var isReady = _ready.TryDequeue(out var member);
            if (!isReady)
                member = _byEnqueueEnd[_enqueueEnds];
            if (!CanComeOut(_members[member], isReady))
                return new Result([], _members[member]);
            _isTaken[member] = true;
            order[count] = _members[member];
        }

        return new Result(order, QueueValues.None);
    }

    /// <summary>A value that is not ready, or that must be out at a moment at which nothing is in, needs a dequeue.</summary>
    private bool CanComeOut(int value, bool isReady)
    {
        if (_values.IsDequeued(value))
            return isReady;
        return (isReady && _emptyAt == Call.Never) || _values.TryTakeUnknown(value, Math.Min(isReady ? Call.Never : FirstDequeueEnd, _emptyAt));
    }

    /// <summary>A member is ready when nothing of what is left must go before it. Once it is, it stays so.</summary>
    private void FindReady()
    {
        while (_isTaken[_byEnqueueEnd[_enqueueEnds]])
            _enqueueEnds++;
        while (_isTaken[_byDequeueEnd[_dequeueEnds]])
            _dequeueEnds++;
        var firstEnqueueEnd = _values.EnqueueCompletedAt(_members[_byEnqueueEnd[_enqueueEnds]]);
        for (; IsUpTo(Math.Min(firstEnqueueEnd, FirstDequeueEnd), _byEnqueueStart, _enqueueStarts, _values.EnqueueInvokedAt); _enqueueStarts++)
            Fulfil(_byEnqueueStart[_enqueueStarts]);
        for (; IsUpTo(FirstDequeueEnd, _byDequeueStart, _dequeueStarts, _values.DequeueInvokedAt); _dequeueStarts++)
            Fulfil(_byDequeueStart[_dequeueStarts]);
    }

    private bool IsUpTo(int position, int[] sorted, int at, Func<int, int> positionOf) => at < sorted.Length && positionOf(_members[sorted[at]]) <= position;

    private void Fulfil(int member)
    {
        _deadline.Tick();
        if (++_fulfilled[member] == 2 && !_isTaken[member])
            _ready.Enqueue(member);
    }

    private int[] SortedBy(Func<int, int> positionOf)
    {
        int[] sorted = [.. Enumerable.Range(0, _members.Length)];
        RadixSort.Sort(sorted, member => positionOf(_members[member]), _deadline);
        return sorted;
    }
}
