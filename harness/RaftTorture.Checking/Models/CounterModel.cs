using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Polynomial.Counters;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Counters;

namespace RaftTorture.Checking.Models;

/// <summary>A counter: <c>add</c> a number, <c>increment</c> by one, <c>read</c>. It starts at 0; what additions answer is not looked at.</summary>
public readonly struct CounterModel : IModel<long>
{
    public static string Name => "counter";

    public static long Initial(Value? given) => given switch
    {
        null or Value.Nil => 0,
        Value.Number number => number.Content,
        _ => throw new ArgumentException($"a counter starts at a number, not at {given}", nameof(given)),
    };

    public static bool Step(long state, Call call, out long next)
    {
        next = unchecked(state + Amount(call));
        return call.F != "read" || call.IsUnknown || call.Result == Value.Of(state);
    }

    public static bool IsReadOnly(Call call) => call.F == "read";

    static SearchResult? IModel<long>.Decide(ModelHistory history, long initial, SearchBudget budget) =>
        CounterDecision.Run(history, [.. history.Calls.Select(Amount)], initial, budget);

    static Reason? IModel<long>.FindReason(ModelEvidence evidence, long initial) => CounterReasons.Find(evidence, Amount, initial);

    /// <summary>What it adds.</summary>
    private static long Amount(Call call) => call.F switch
    {
        "add" => Arguments.Number(call),
        "increment" => 1,
        "read" => 0,
        _ => throw Arguments.Unknown(Name, call),
    };
}
