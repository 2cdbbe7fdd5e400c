using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Polynomial.Texts;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.KeyValues;

namespace RaftTorture.Checking.Models;

/// <summary>What a key holds.</summary>
/// <param name="Content">What a get answers.</param>
/// <param name="WhenAbsent">What a get answers of a key that is not there.</param>
public readonly record struct KvState(Value Content, Value WhenAbsent)
{
    /// <summary>What an append adds to. Absence counts as the empty text.</summary>
    internal string Text => Content is Value.Nil ? "" : Content.ToString()!;
}

/// <summary>
/// A key of a key-value store: <c>put</c> a value, <c>append</c> to its text, <c>get</c> it, <c>delete</c> it (MIT 6.824's lab and etcd's
/// operations). A get of an absent key answers the initial value.
/// </summary>
public readonly struct KvModel : IModel<KvState>
{
    public static string Name => "kv";

    public static KvState Initial(Value? given) => new(given ?? Value.Absent, given ?? Value.Absent);

    public static bool Step(KvState state, Call call, out KvState next)
    {
        next = call.F switch
        {
            "put" => state with { Content = call.Argument },
            "append" => state with { Content = Value.Of(state.Text + call.Argument) },
            "delete" => state with { Content = state.WhenAbsent },
            "get" => state,
            _ => throw Arguments.Unknown(Name, call),
        };
        return call.F != "get" || call.IsUnknown || call.Result == state.Content;
    }

    public static bool IsReadOnly(Call call) => call.F == "get";

    /// <summary>
    /// A text only grows until it is put or deleted, which do not look at it: what no answer starts with, no get can answer for, and neither
    /// can what is appended to it.
    /// </summary>
    public static Predicate<KvState> CanBeSeen(IReadOnlyList<Call> calls)
    {
        var answers = new AnswerPrefixes(calls.Where(call => call is { F: "get", IsOk: true }).Select(call => new KvState(call.Result, call.Result).Text));
        return state => answers.Has(state.Text);
    }

    static Reason? IModel<KvState>.FindReason(ModelEvidence evidence, KvState initial) => KvReasons.Find(evidence, initial.Text);

    public static long SizeOf(KvState state) => 64 + (2L * state.Text.Length);

    static SearchResult? IModel<KvState>.Decide(ModelHistory history, KvState initial, SearchBudget budget) => TextDecision.Run(history, initial.Content, budget);
}
