using System.Diagnostics;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Checkers;

/// <summary>
/// Decides whether objects of any model behaved as if every operation took effect at one instant between its invocation and its completion
/// (Herlihy and Wing 1990). Each key is an object of its own, unless the model says that operations touch several.
/// </summary>
/// <remarks>A <c>fail</c> never happened. An <c>info</c> may have happened at any time after its invocation, or not at all.</remarks>
/// <param name="given">What each object holds at first; null for what the model takes as empty.</param>
/// <exception cref="ArgumentException">Nothing that such an object can hold.</exception>
public sealed class ModelChecker<TModel, TState>(Value? given = null) : IChecker
    where TModel : struct, IModel<TState>
    where TState : notnull, IEquatable<TState>
{
    /// <summary>Steps of one search for a counter-example; where they do not suffice, it stays larger than it could be.</summary>
    private const long MaxSteps = 20_000;

    private readonly TState _initial = TModel.Initial(given);

    public string Name => TModel.Name;

    /// <exception cref="HistoryFormatException">The history holds operations that the model does not know.</exception>
    public Verdict Check(IReadOnlyList<HistoryEvent> history, CheckLimits limits)
    {
        IReadOnlyList<KeyCalls> keys = TModel.IsPerKey ? KeyCalls.Of(history) : [new KeyCalls(null, Pairing.Pair(history))];
        foreach (var key in keys)
            Read(key.Calls, limits);
        ModelHistory[] histories = [.. keys.Select(key => HistoryOf(key.Calls))];
        var results = ModelRaces.Run<TModel, TState>(histories, _initial, limits);
        Verdict[] parts = [.. keys.Select((key, i) => Judge(key, histories[i], results[i], limits)).OfType<Verdict>()];
        return Verdicts.OfKeys(Name, keys, parts, "the operations have an order that explains all answers") with
        {
            Linearizations = [.. keys.SelectMany((key, i) => Proof(key, histories[i], results[i]))],
        };
    }

    /// <summary>Whether it is certain that no order explains these calls of one object. False where the limits do not suffice.</summary>
    internal bool IsImpossible(IReadOnlyList<Call> calls, CheckLimits limits) =>
        OrderOf(calls, limits) is Ordering.Impossible;

    private static ModelHistory HistoryOf(IReadOnlyList<Call> calls) => new(calls, TModel.IsReadOnly, TModel.LooksAtProcess);

    /// <summary>Whether the model knows each call is asked at once: whether a mistake in the file is found must not depend on how the search goes.</summary>
    private void Read(IReadOnlyList<Call> calls, CheckLimits limits)
    {
        var known = new HashSet<(string F, Value Argument)>();
        foreach (var call in calls)
        {
            if (known.Add((call.F, call.Argument)) && !limits.IsExpired())
                TModel.Step(_initial, call.WithoutEnd(), out _);
        }
    }

    /// <returns>Null where there is nothing to say: the object is valid.</returns>
    private Verdict? Judge(KeyCalls key, ModelHistory history, SearchResult result, CheckLimits limits) => result switch
    {
        SearchResult.Found found => Accept(key, [.. found.Order.Select(i => history.Calls[i])]),
        SearchResult.Impossible => Reject(key, limits),
        SearchResult.Undecided undecided => GiveUp(key, history, undecided, limits),
        _ => throw new UnreachableException(),
    };

    private Verdict? Accept(KeyCalls key, Call[] order) =>
        OrderReplay.FindFlaw<TModel, TState>(key.Calls, order, _initial) is { } flaw
            ? throw new InvalidOperationException(
                $"{key.Name}: the search found an order that is none, which is a bug of this checker or of the model {Name}: {flaw}")
            : null;

    private Verdict Reject(KeyCalls key, CheckLimits limits) =>
        Verdicts.Reject(Name, key, ModelViolation.Of(
            key,
            calls => OrderOf(calls, limits),
            limits.IsExpired,
            known => TModel.MemoryOf(known, _initial),
            evidence => TModel.FindReason(evidence, _initial)));

    private Ordering OrderOf(IReadOnlyList<Call> calls, CheckLimits limits)
    {
        if (limits.IsExpired())
            return new Ordering.Undecided();
        var history = HistoryOf(calls);
        return ModelRaces.Run<TModel, TState>([history], _initial, limits, MaxSteps)[0] switch
        {
            SearchResult.Found found => new Ordering.Found([.. found.Order.Select(i => history.Calls[i])]),
            SearchResult.Impossible => new Ordering.Impossible(),
            _ => new Ordering.Undecided(),
        };
    }

    private static IEnumerable<Linearization> Proof(KeyCalls key, ModelHistory history, SearchResult result) =>
        result is SearchResult.Found found ? [Linearization.Of(key.Key, [.. found.Order.Select(i => history.Calls[i])])] : [];

    private Verdict GiveUp(KeyCalls key, ModelHistory history, SearchResult.Undecided undecided, CheckLimits limits)
    {
        var reason = undecided.Limit switch
        {
            SearchLimit.Time => "the time limit was reached",
            SearchLimit.Memory => $"the memory limit of {limits.MaxBytes:N0} bytes was reached",
            SearchLimit.Steps => "it is a hard one, and another key is broken",
            _ => throw new UnreachableException(),
        };
        var proven = $"{undecided.ProvenCompletions:N0} of {history.CertainCount:N0} completed operations";
        return new Verdict(Name, Validity.Unknown, $"{key.Name}: not decided, {reason}; linearizable at least up to the end of {proven}") { Key = key.Key };
    }
}
