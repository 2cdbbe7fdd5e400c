using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>
/// Looks for an order in which values can go through a queue. One value must go before another if its enqueue, or its dequeue, ended before that of
/// the other was invoked, or its dequeue before the other's enqueue.
/// </summary>
/// <remarks>
/// <para>
/// Only pairs can contradict each other. While values are left, let x be the one whose enqueue ends first and y the one whose dequeue ends first. Unless one of
/// the two can go next, x was enqueued before y and dequeued after it, both for certain: a value that overtook another.
/// (If y's dequeue ended before x's enqueue began, y can go next: all enqueues end later than x's.)
/// </para>
/// <para>
/// An order of values gives one of operations. Take the next enqueue or the next dequeue, whichever no operation that is left ended before. If neither will do, a
/// dequeue of b ended before the enqueue of i, the next, was invoked, so that b goes before i, its enqueue has its place, and the next
/// dequeue, of j, has to wait for an enqueue of k that ended before it was invoked. Then the dequeue of b ended before that of j was
/// invoked, whichever of i and k comes first, and j would not be the next.
/// </para>
/// </remarks>
internal sealed class FifoOrder
{
    private readonly QueueValues _values;
    private readonly int[] _members;
    private readonly bool[] _isTaken;

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

    private FifoOrder(QueueValues values, int[] members)
    {
        _values = values;
        _members = members;
        _isTaken = new bool[members.Length];
        _fulfilled = new byte[members.Length];
        _byEnqueueStart = SortedBy(values.EnqueueInvokedAt);
        _byDequeueStart = SortedBy(values.DequeueInvokedAt);
        _byEnqueueEnd = SortedBy(values.EnqueueCompletedAt);
        _byDequeueEnd = SortedBy(values.DequeueCompletedAt);
    }

    /// <summary>The values in the order in which they go through, or the two that contradict each other.</summary>
    /// <param name="Overtaken">The one that went in first, and <paramref name="Overtaker"/> out first; both -1 where there is an order.</param>
    public readonly record struct Result(int[] Order, int Overtaken, int Overtaker)
    {
        public bool IsContradiction => Overtaken != QueueValues.None;
    }

    /// <param name="members">Those to put in order.</param>
    public static Result Of(QueueValues values, int[] members) => new FifoOrder(values, members).Run();

    private Result Run()
    {
        var order = new int[_members.Length];
        for (var count = 0; count < order.Length; count++)
        {
            FindReady();
            if (!_ready.TryDequeue(out var member))
                return new Result([], _members[_byEnqueueEnd[_enqueueEnds]], _members[_byDequeueEnd[_dequeueEnds]]);
            _isTaken[member] = true;
            order[count] = _members[member];
        }

        return new Result(order, QueueValues.None, QueueValues.None);
    }

    /// <summary>A member is ready when nothing of what is left must go before it. Once it is, it stays so.</summary>
    private void FindReady()
    {
        while (_isTaken[_byEnqueueEnd[_enqueueEnds]])
            _enqueueEnds++;
        while (_isTaken[_byDequeueEnd[_dequeueEnds]])
            _dequeueEnds++;
        var firstEnqueueEnd = _values.EnqueueCompletedAt(_members[_byEnqueueEnd[_enqueueEnds]]);
        var firstDequeueEnd = _values.DequeueCompletedAt(_members[_byDequeueEnd[_dequeueEnds]]);
        for (; IsUpTo(Math.Min(firstEnqueueEnd, firstDequeueEnd), _byEnqueueStart, _enqueueStarts, _values.EnqueueInvokedAt); _enqueueStarts++)
            Fulfil(_byEnqueueStart[_enqueueStarts]);
        for (; IsUpTo(firstDequeueEnd, _byDequeueStart, _dequeueStarts, _values.DequeueInvokedAt); _dequeueStarts++)
            Fulfil(_byDequeueStart[_dequeueStarts]);
    }

    private bool IsUpTo(int position, int[] sorted, int at, Func<int, int> positionOf) => at < sorted.Length && positionOf(_members[sorted[at]]) <= position;

    private void Fulfil(int member)
    {
        if (++_fulfilled[member] == 2)
            _ready.Enqueue(member);
    }

    private int[] SortedBy(Func<int, int> positionOf)
    {
        int[] sorted = [.. Enumerable.Range(0, _members.Length)];
        Array.Sort(Array.ConvertAll(_members, value => positionOf(value)), sorted);
        return sorted;
    }
}
