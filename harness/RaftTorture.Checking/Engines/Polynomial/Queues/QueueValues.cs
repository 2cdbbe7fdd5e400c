using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Polynomial.Queues;

/// <summary>
/// The values of a queue that starts empty, each with the operation that put it in and the one that took it out. Positions are those of the history.
/// </summary>
internal sealed class QueueValues
{
    public const int None = -1;

    private readonly ModelHistory _history;
    private readonly ValueNumbers _numbers = new();
    private readonly List<int> _enqueues = [];
    private readonly List<int> _empty = [];
    private readonly List<int> _unknownDequeues = [];
    private readonly int[] _dequeues;
    private int _unknownDequeuesTaken;

    public QueueValues(ModelHistory history, Deadline deadline)
    {
        _history = history;
        for (var i = 0; i < history.Calls.Length; i++)
        {
            deadline.Tick();
            if (history.Calls[i].F == "enqueue")
                Enqueue(i);
        }

        _dequeues = new int[_enqueues.Count];
        Array.Fill(_dequeues, None);
        for (var i = 0; i < history.Calls.Length && AreUnique; i++)
        {
            deadline.Tick();
            if (history.Calls[i].F == "dequeue")
                Dequeue(i);
        }

        // An unknown enqueue of what nobody got may as well not have happened: what stays in a queue for ever can be left out of it.
        Values = [.. Enumerable.Range(0, _enqueues.Count).Where(value => _enqueues[value] < history.CertainCount || IsDequeued(value))];
    }

    /// <summary>Whether no value was enqueued twice, and none was null, the answer of an empty queue.</summary>
    public bool AreUnique { get; private set; } = true;

    /// <summary>Whether something was dequeued that was never enqueued, or not yet, or that had been dequeued before.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Those that were in the queue.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>The dequeues that found nothing.</summary>
    public IReadOnlyList<int> Empty => _empty;

    /// <summary>The dequeues of which nobody knows what they took, if anything, in order of invocation.</summary>
    public IReadOnlyList<int> UnknownDequeues => _unknownDequeues;

    /// <summary>
    /// Lets an unknown dequeue have taken a value that nobody is known to have: of those that are free the one that was invoked first, which suits
    /// whatever another would suit.
    /// </summary>
    /// <param name="latest">It must have been invoked up to there.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTakeUnknown(int value, int latest)
    {
        if (_unknownDequeuesTaken == _unknownDequeues.Count || _history.Calls[_unknownDequeues[_unknownDequeuesTaken]].InvokedAt > latest)
            return false;
        _dequeues[value] = _unknownDequeues[_unknownDequeuesTaken++];
        return true;
    }

    public int EnqueueOf(int value) => _enqueues[value];

    /// <summary>Or <see cref="None"/>, where nobody is known to have taken it: then it stays, or an unknown dequeue took it.</summary>
    public int DequeueOf(int value) => _dequeues[value];

    public bool IsDequeued(int value) => _dequeues[value] != None;

    public int EnqueueInvokedAt(int value) => _history.Calls[_enqueues[value]].InvokedAt;

    /// <summary>From then on it was in.</summary>
    public int EnqueueCompletedAt(int value) => _history.Calls[_enqueues[value]].CompletedAt;

    /// <summary>Until then it was in; what nobody dequeued is dequeued after all else.</summary>
    public int DequeueInvokedAt(int value) => IsDequeued(value) ? _history.Calls[_dequeues[value]].InvokedAt : Call.Never;

    public int DequeueCompletedAt(int value) => IsDequeued(value) ? _history.Calls[_dequeues[value]].CompletedAt : Call.Never;

    private void Enqueue(int operation)
    {
        var value = _history.Calls[operation].Argument;
        AreUnique &= value is not Value.Nil && _numbers.Of(value) == _enqueues.Count;
        _enqueues.Add(operation);
    }

    private void Dequeue(int operation)
    {
        var call = _history.Calls[operation];
        if (call.IsUnknown)
            _unknownDequeues.Add(operation);
        else if (call.Result is Value.Nil)
            _empty.Add(operation);
        else if (_numbers.Of(call.Result) is var value && value < _enqueues.Count && !IsDequeued(value) && EnqueueInvokedAt(value) < call.CompletedAt)
            _dequeues[value] = operation;
        else
            IsBroken = true;
    }
}
