using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Polynomial.Queues;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Queues;

namespace RaftTorture.Checking.Models;

/// <summary>What a queue without an order holds.</summary>
/// <param name="Elements">What was enqueued and not seen to leave.</param>
/// <param name="Takers">Unknown dequeues: each may still have taken one element.</param>
public readonly record struct UnorderedQueueState(ValueBag Elements, int Takers);

/// <summary>
/// A queue that may answer in any order: <c>enqueue</c> a value, <c>dequeue</c> any, which answers null where there is none.
/// </summary>
/// <remarks>
/// Nobody knows what an unknown dequeue took. It has no end, so it may as well have taken it as late as possible: just before
/// somebody finds the queue empty, the only answer that it can explain.
/// </remarks>
public readonly struct UnorderedQueueModel : IModel<UnorderedQueueState>
{
    public static string Name => "unordered-queue";

    public static UnorderedQueueState Initial(Value? given) => given switch
    {
        null or Value.Nil => new UnorderedQueueState(ValueBag.Empty, 0),
        Value.Items items => new UnorderedQueueState(ValueBag.Of(items.Content), 0),
        _ => throw new ArgumentException($"a queue starts as a list, not as {given}", nameof(given)),
    };

    public static bool Step(UnorderedQueueState state, Call call, out UnorderedQueueState next)
    {
        var (elements, takers) = state;
        next = call.F switch
        {
            "enqueue" => state with { Elements = elements.Add(call.Argument) },
            "dequeue" when call.IsUnknown => state with { Takers = takers + 1 },
            "dequeue" when call.Result is Value.Nil => new UnorderedQueueState(ValueBag.Empty, Math.Max(0, takers - elements.Count)),
            "dequeue" => state with { Elements = elements.Remove(call.Result) },
            _ => throw Arguments.Unknown(Name, call),
        };
        if (call.F == "enqueue" || call.IsUnknown)
            return true;
        return call.Result is Value.Nil ? elements.Count <= takers : elements.Contains(call.Result);
    }

    static SearchResult? IModel<UnorderedQueueState>.Decide(ModelHistory history, UnorderedQueueState initial, SearchBudget budget) =>
        initial.Elements.Count == 0 ? UnorderedQueueDecision.Run(history, budget) : null;

    static IMemory IModel<UnorderedQueueState>.MemoryOf(IReadOnlyList<Call> known, UnorderedQueueState initial) =>
        QueueMemory.Of(known, initial.Elements.Count == 0);

    static Reason? IModel<UnorderedQueueState>.FindReason(ModelEvidence evidence, UnorderedQueueState initial) =>
        QueueReasons.Find(new QueueEvidence(evidence, initial.Elements.Values), isOrdered: false);

    public static long SizeOf(UnorderedQueueState state) => 80 + (8L * state.Elements.Count);
}
