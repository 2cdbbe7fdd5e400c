namespace RaftTorture.Checking.Tests.Engines.Mutations;

/// <summary>The polynomial ways of queues, locks and counters.</summary>
/// <remarks>
/// One survives, and is not here: a queue that says "impossible" where it leaves the history to the search because the choice of moments may matter
/// (<c>QueueDecision</c>). In 200,000 small histories there never was an order then.
/// </remarks>
internal static class PolynomialMutations
{
    public static IReadOnlyList<Mutation> All =>
    [
        // What is dequeued was enqueued, once, and not later.
        new("queue", "QueueValues", " && !IsDequeued(value) && EnqueueInvokedAt", " && EnqueueInvokedAt"),
        new("unordered-queue", "QueueValues", " && EnqueueInvokedAt(value) < call.CompletedAt", ""),
        new("queue", "QueueValues", "IsBroken = true;", "IsBroken = false;"),
        new("queue", "QueueValues", " || IsDequeued(value))", ")"),
        new("queue", "QueueValues", "_enqueues[value] < history.CertainCount || ", ""),
        new("queue", "QueueValues", " || _history.Calls[_unknownDequeues[_unknownDequeuesTaken]].InvokedAt > latest", ""),

        // When nothing was in.
        new("queue", "EmptyMoments", " || moment >= call.CompletedAt", ""),
        new("queue", "EmptyMoments", "FirstWithTakers(FirstNotHeld(moment))", "FirstWithTakers(moment)"),
        new("unordered-queue", "EmptyMoments", "FirstWithTakers(FirstNotHeld(moment)) is not { } later", "(int?)FirstNotHeld(moment) is not { } later"),
        new("unordered-queue", "EmptyMoments", "Math.Max(_held[^1].Until, interval.Until)", "interval.Until"),

        // Nothing overtakes.
        new("queue", "FifoOrder", "return isReady;", "return true;"),
        new("queue", "FifoOrder", "++_fulfilled[member] == 2", "++_fulfilled[member] == 1"),
        new("queue", "FifoOrder", "Math.Min(firstEnqueueEnd, FirstDequeueEnd)", "FirstDequeueEnd"),
        new("queue", "FifoOrder", "Math.Min(isReady ? Call.Never : FirstDequeueEnd, _emptyAt)", "_emptyAt"),
        new("queue", "FifoOrder", "(isReady && _emptyAt == Call.Never)", "isReady"),
        new("queue", "FifoOperations", "values.DequeueInvokedAt(order[dequeued]) < firstEnd", "true"),
        new("queue", "QueueDecision", "Math.Max(values.EnqueueInvokedAt(value), values.DequeueInvokedAt(value))", "values.EnqueueInvokedAt(value)"),
        new(
            "unordered-queue",
            "UnorderedQueueDecision",
            "Math.Max(2L * values.EnqueueInvokedAt(value), LastBefore(moments, leaves))",
            "2L * values.EnqueueInvokedAt(value)"),
        new("unordered-queue", "UnorderedQueueDecision", "TakeWhatIsLeft(values, empty, budget.Deadline);", ""),

        // Nobody holds a lock that another one holds.
        new("mutex", "Tenures", "heldUntil > _history.Calls[acquire].CompletedAt", "false"),
        new("mutex", "Tenures", "heldUntil = CertainUntil(release);", "heldUntil = _history.Calls[acquire].CompletedAt;"),
        new("mutex", "Tenures", "IsBroken |= !call.IsUnknown;", ""),
        new("mutex", "Tenures", "IsBroken |= !call.IsUnknown;", "IsBroken = true;"),
        new("fenced-lock", "LockDecision", "return new SearchResult.Impossible();\n            }", "happened.Add(operation);\n            }"),

        // Counts.
        new("counter", "EqualAdditions", "_open.Enqueue(operation, operation);", "_open.Enqueue(operation, -operation);"),
        new("counter", "EqualAdditions", "_readersOf.Remove(_state, out var readers)", "_readersOf.Remove(_state + step, out var readers)"),
        new("counter", "EqualAdditions", "Seen(operation) == _state)\n            Place", "true)\n            Place"),
        new("counter bounds", "CounterBounds", "seen.Content < least || ", ""),
        new("counter bounds", "CounterBounds", " || seen.Content > most", ""),
        new("counter bounds", "CounterBounds", "initial + _endedBefore[read].Up + _invoked.Down", "initial + _endedBefore[read].Up"),
        new("counter bounds", "CounterBounds", "initial + _endedBefore[read].Down + _invoked.Up", "initial + _endedBefore[read].Down + _ended.Up"),
    ];
}
