using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Polynomial.Queues;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Queues;

namespace RaftTorture.Checking.Models;

/// <summary>A queue, first in, first out: <c>enqueue</c> a value, <c>dequeue</c> the oldest, which answers null where there is none.</summary>
public readonly struct QueueModel : IModel<Value.Items>
{
    private static readonly Value.Items Empty = new([]);

    public static string Name => "queue";

    public static Value.Items Initial(Value? given) => given switch
    {
        null or Value.Nil => Empty,
        Value.Items items => items,
        _ => throw new ArgumentException($"a queue starts as a list, oldest first, not as {given}", nameof(given)),
    };

    public static bool Step(Value.Items state, Call call, out Value.Items next)
    {
        var head = state.Content.IsEmpty ? Value.Absent : state.Content[0];
        next = call.F switch
        {
            "enqueue" => new Value.Items(state.Content.Add(call.Argument)),
            "dequeue" => state.Content.IsEmpty ? state : new Value.Items(state.Content.RemoveAt(0)),
            _ => throw Arguments.Unknown(Name, call),
        };
        return call.F != "dequeue" || call.IsUnknown || call.Result == head;
    }

    static SearchResult? IModel<Value.Items>.Decide(ModelHistory history, Value.Items initial, SearchBudget budget) =>
        initial.Content.IsEmpty ? QueueDecision.Run(history, budget) : null;

    static IMemory IModel<Value.Items>.MemoryOf(IReadOnlyList<Call> known, Value.Items initial) => QueueMemory.Of(known, initial.Content.IsEmpty);

    static Reason? IModel<Value.Items>.FindReason(ModelEvidence evidence, Value.Items initial) =>
        QueueReasons.Find(new QueueEvidence(evidence, initial.Content), isOrdered: true);

    public static long SizeOf(Value.Items state) => 64 + (8L * state.Content.Length);
}
