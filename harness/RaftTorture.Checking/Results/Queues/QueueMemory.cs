using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Queues;

/// <summary>What of forgotten calls a queue must be searched with, where it starts empty and no value is enqueued twice.</summary>
/// <remarks>
/// A forgotten dequeue may have happened at any time, or never, but if it did, it took what it took: to forget that as well would make it a thief of
/// anything, and a core would have to tell of all dequeues that there were. So a value whose dequeue is forgotten keeps nothing in
/// the queue: it may have been taken as soon as something else needed the place. Neither does it bring anything about, and both
/// its operations can be left out, even an enqueue that is told. A forgotten enqueue matters only for a dequeue that is told. What nobody
/// is known to have taken stays, if it is told, unless an unknown dequeue took it: that one may have taken anything. The culprit is always told: its
/// answer is what is new, and without that answer there is an order.
/// </remarks>
internal sealed class QueueMemory : IMemory
{
    private readonly FullMemory _all;
    private readonly Dictionary<Value, Call> _enqueues = [];
    private readonly HashSet<Value> _dequeued = [];
    private readonly Call[] _unknownDequeues;

    private QueueMemory(IReadOnlyList<Call> known)
    {
        _all = new FullMemory(known);
        _unknownDequeues = [.. known.Where(call => call.F == QueueCall.DequeueF && call.IsUnknown)];
        foreach (var call in known)
        {
            if (call.F == QueueCall.EnqueueF)
                AreUnique &= call.Argument is not Value.Nil && _enqueues.TryAdd(call.Argument, call);
            else if (call.Taken() is { } value)
                _dequeued.Add(value);
        }
    }

    private bool AreUnique { get; } = true;

    /// <param name="known">All calls up to the culprit's end, in order of invocation.</param>
    /// <param name="startsEmpty">Whether nothing is in at first.</param>
    public static IMemory Of(IReadOnlyList<Call> known, bool startsEmpty) =>
        startsEmpty && new QueueMemory(known) is { AreUnique: true } memory ? memory : new FullMemory(known);

    public IReadOnlyList<Call> MayMatter(IReadOnlyList<Call> told)
    {
        var isTold = told.Select(call => call.InvokedAt).ToHashSet();
        var needed = told.Select(QueueCall.Taken).OfType<Value>().Distinct().Select(value => _enqueues.GetValueOrDefault(value)).OfType<Call>();
        return [.. needed.Concat(_unknownDequeues).Where(call => !isTold.Contains(call.InvokedAt))];
    }

    public IReadOnlyList<Call> Telling(IReadOnlyList<Call> told)
    {
        var taken = told.Select(QueueCall.Taken).OfType<Value>().ToHashSet();
        return [.. told.Where(call => call.F != QueueCall.EnqueueF || taken.Contains(call.Argument) || !_dequeued.Contains(call.Argument))];
    }

    public IEnumerable<Call> NearestFirst() => _all.NearestFirst();

    public bool OnlyLooked(Call call) => call.FoundNothing();
}
