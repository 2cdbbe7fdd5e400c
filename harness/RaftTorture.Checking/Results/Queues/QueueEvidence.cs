using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Queues;

/// <summary>A violation of a queue, value by value.</summary>
internal sealed class QueueEvidence
{
    private readonly ModelEvidence _evidence;
    private readonly ILookup<Value, Call> _enqueues;
    private readonly ILookup<Value, Call> _dequeues;
    private readonly HashSet<Value> _initial;

    /// <param name="initial">What the queue holds at first.</param>
    public QueueEvidence(ModelEvidence evidence, IEnumerable<Value> initial)
    {
        _evidence = evidence;
        _initial = [.. initial];
        _enqueues = evidence.Known.Where(call => call.F == QueueCall.EnqueueF).ToLookup(call => call.Argument);
        _dequeues = evidence.Known.Where(call => call.Taken() is not null).ToLookup(call => call.Taken()!);
        InFor = [.. evidence.Core.Where(call => call is { F: QueueCall.EnqueueF, IsOk: true }).Select(Presence).OfType<Presence>()];
    }

    public Call Culprit => _evidence.Culprit;

    public IReadOnlyList<Call> Core => _evidence.Core;

    /// <summary>The values that were in for certain for some time, as the core tells it.</summary>
    public IReadOnlyList<Presence> InFor { get; }

    /// <summary>Whether it was in at first, so that it needs nobody to enqueue it.</summary>
    public bool IsInitial(Value value) => _initial.Contains(value);

    /// <summary>Whoever set out to enqueue it, whatever became of it, and whenever.</summary>
    public IReadOnlyList<Call> Enqueuers(Value value) =>
        [.. _evidence.Calls.Concat(_evidence.Failed).Where(call => call.F == QueueCall.EnqueueF && call.Argument == value)];

    /// <summary>Dequeues of it that the core tells of, and how often it can have been in.</summary>
    public (IReadOnlyList<Call> Takers, int Enqueues) Takings(Value value) =>
        ([.. Core.Where(call => call.Taken() == value)], _enqueues[value].Count());

    /// <summary>Nobody took it, before or after, and no unknown dequeue may have.</summary>
    public bool IsGone(Value value) => !_evidence.Calls.Any(call => call.F == QueueCall.DequeueF && (call.IsUnknown || call.Taken() == value));

    /// <returns>Null where it cannot be said: it was enqueued twice, or somebody may have taken it, nobody knows when.</returns>
    private Presence? Presence(Call enqueue)
    {
        var value = enqueue.Argument;
        Call[] takers = [.. _dequeues[value]];
        if (IsInitial(value) || _enqueues[value].Count() > 1 || takers.Length > 1 || takers.Any(call => !_evidence.IsTold(call)))
            return null;
        return takers.Length == 0 && _evidence.Known.Any(call => call.F == QueueCall.DequeueF && call.IsUnknown)
            ? null
            : new Presence(value, enqueue, takers.FirstOrDefault());
    }
}

/// <summary>A value was in a queue, from the end of its enqueue at the latest to the invocation of its dequeue at the earliest.</summary>
/// <param name="Dequeue">Null where nobody had taken it by then.</param>
internal sealed record Presence(Value Value, Call Enqueue, Call? Dequeue)
{
    public int From => Enqueue.CompletedAt;

    public int Until => Dequeue?.InvokedAt ?? Call.Never;
}
