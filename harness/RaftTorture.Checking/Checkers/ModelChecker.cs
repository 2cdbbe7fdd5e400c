using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines;
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
        var deadline = new Deadline(limits.IsExpired);
        try
        {
            IReadOnlyList<KeyCalls> keys = TModel.IsPerKey ? KeyCalls.Of(history, deadline) : [KeyCalls.OfOneObject(history, deadline)];
            foreach (var key in keys)
                Read(key.Calls, limits, deadline);
            ModelHistory[] histories = [.. keys.Select(key => HistoryOf(key.Calls, deadline))];
            return Judge(keys, histories, limits, deadline);
        }
        catch (DeadlineException)
        {
            return Verdicts.NotRead(Name, history);
        }
    }

    /// <summary>Whether it is certain that no order explains these calls of one object. False where the limits do not suffice.</summary>
    internal bool IsImpossible(IReadOnlyList<Call> calls, CheckLimits limits) =>
        OrderOf(calls, limits) is Ordering.Impossible;

    private static ModelHistory HistoryOf(IReadOnlyList<Call> calls, Deadline deadline) => new(calls, TModel.IsReadOnly, TModel.LooksAtProcess, deadline);

    /// <summary>Whether the model knows each call is asked at once: whether a mistake in the file is found must not depend on how the search goes.</summary>
    private void Read(IReadOnlyList<Call> calls, CheckLimits limits, Deadline deadline)
    {
        var known = new HashSet<(string F, Value Argument)>();
        foreach (var call in deadline.Watch(calls))
        {
            if (known.Add((call.F, call.Argument)) && !limits.IsExpired())
                TModel.Step(_initial, call.WithoutEnd(), out _);
        }
    }

    private Verdict Judge(IReadOnlyList<KeyCalls> keys, ModelHistory[] histories, CheckLimits limits, Deadline deadline)
    {
        var results = ModelRaces.Run<TModel, TState>(histories, _initial, limits);
        var proofs = new List<Linearization>();
        var parts = new List<Verdict>();
        for (var i = 0; i < results.Length; i++)
        {
            var (key, history) = (keys[i], histories[i]);
            var result = Confirm(key, history, results[i], deadline, proofs);
            if (result is SearchResult.Impossible)
                parts.Add(Reject(key, limits));
            else if (result is SearchResult.Undecided undecided)
                parts.Add(Verdicts.GiveUp(Name, key, undecided, history.CertainCount, limits));
        }

        return Verdicts.OfKeys(Name, keys, parts, "the operations have an order that explains all answers") with { Linearizations = proofs };
    }

    private Verdict Reject(KeyCalls key, CheckLimits limits) =>
        Verdicts.Reject(Name, key, ModelViolation.Of(
            key,
            calls => OrderOf(calls, limits),
            limits.IsExpired,
            known => TModel.MemoryOf(known, _initial),
            evidence => TModel.FindReason(evidence, _initial)));

    /// <summary>An order that was found is believed when it was replayed. Without the time for that nothing is known.</summary>
    private SearchResult Confirm(KeyCalls key, ModelHistory history, SearchResult result, Deadline deadline, List<Linearization> proofs)
    {
        if (result is not SearchResult.Found found)
            return result;
        try
        {
            Call[] order = [.. deadline.Watch(found.Order).Select(i => history.Calls[i])];
            if (OrderReplay.FindFlaw<TModel, TState>(deadline.Watch(key.Calls), deadline.Watch(order), _initial) is { } flaw)
            {
                throw new InvalidOperationException(
                    $"{key.Name}: the search found an order that is none, which is a bug of this checker or of the model {Name}: {flaw}");
            }

            proofs.Add(Linearization.Of(key.Key, deadline.Watch(order)));
            return found;
        }
        catch (DeadlineException)
        {
            return new SearchResult.Undecided(SearchLimit.Time);
        }
    }

    private Ordering OrderOf(IReadOnlyList<Call> calls, CheckLimits limits)
    {
        if (limits.IsExpired())
            return new Ordering.Undecided();
        try
        {
            var history = HistoryOf(calls, new Deadline(limits.IsExpired));
            return ModelRaces.Run<TModel, TState>([history], _initial, limits, MaxSteps)[0] switch
            {
                SearchResult.Found found => new Ordering.Found([.. found.Order.Select(i => history.Calls[i])]),
                SearchResult.Impossible => new Ordering.Impossible(),
                _ => new Ordering.Undecided(),
            };
        }
        catch (DeadlineException)
        {
            return new Ordering.Undecided();
        }
    }
}
