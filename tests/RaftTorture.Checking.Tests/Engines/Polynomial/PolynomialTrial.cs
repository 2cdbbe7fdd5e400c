using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Polynomial;

/// <summary>
/// Holds a polynomial way against the definition. Published proofs in this field were wrong before (arXiv 2509.17795 tells of some), so that a proof alone is
/// not believed here.
/// </summary>
internal static class PolynomialTrial
{
    private static readonly int Histories = Fuzz.Histories(always: 4_000, onDemand: 200_000);

    /// <param name="mostUndecidedPercent">Of so many histories at most it may say nothing.</param>
    public static void Compare<TModel, TState>(ModelTrial trial, ulong seed, int mostUndecidedPercent)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState>
    {
        var dice = new Dice(seed);
        var seen = new Dictionary<Type, int> { [typeof(SearchResult.Found)] = 0, [typeof(SearchResult.Impossible)] = 0 };
        for (var i = 0; i < Histories; i++)
        {
            var events = trial.Generate(dice, 2 + dice.Below(7));
            for (var lies = dice.Below(12); lies > 0; lies--)
                Tampering.Nudge(events, dice, trial.Answers);
            if (Decide<TModel, TState>(events) is not { } result)
                continue;
            seen[result.GetType()]++;
            var isLinearizable = BruteForce.IsLinearizable(events, trial.Initial, trial.Specification);
            Assert.That(result is SearchResult.Found, Is.EqualTo(isLinearizable), () => Story.Tell(events));
        }

        TestContext.Out.WriteLine($"{seen[typeof(SearchResult.Found)]} valid, {seen[typeof(SearchResult.Impossible)]} invalid of {Histories}");
        Assert.That(seen.Values, Has.All.GreaterThan(Histories / 10), "both verdicts must occur often");
        Assert.That(seen.Values.Sum(), Is.GreaterThanOrEqualTo((long)Histories * (100 - mostUndecidedPercent) / 100));
    }

    /// <summary>What the polynomial way says, or null; an order that it claims is replayed.</summary>
    public static SearchResult? Decide<TModel, TState>(IReadOnlyList<HistoryEvent> events, Value? given = null)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState>
    {
        var calls = Pairing.Pair(events);
        var initial = TModel.Initial(given);
        var history = new ModelHistory(calls, TModel.IsReadOnly, TModel.LooksAtProcess, Deadline.None);
        using var budget = new SearchBudget(() => false, new MemoryPool(long.MaxValue), long.MaxValue);
        var result = TModel.Decide(history, initial, budget);
        if (result is SearchResult.Found found)
        {
            var flaw = OrderReplay.FindFlaw<TModel, TState>(calls, [.. found.Order.Select(i => history.Calls[i])], initial);
            Assert.That(flaw, Is.Null, () => Story.Tell(events));
        }

        return result;
    }
}
