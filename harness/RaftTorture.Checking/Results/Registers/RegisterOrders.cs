using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>The search for orders of a register's calls, as explanations use it. The only place in which they meet an engine.</summary>
internal static class RegisterOrders
{
    /// <summary>Steps of one search: some for its difficulty, some for its length.</summary>
    private const long MaxSteps = 100_000;

    private const long MaxStepsPerCall = 20;

    /// <param name="initial">What the register holds before the first write.</param>
    /// <param name="limits">Past these all is undecided.</param>
    public static FindOrder Of(Value initial, CheckLimits limits) => calls =>
    {
        if (limits.IsExpired())
            return new Ordering.Undecided();
        var history = RegisterHistory.Of(calls, initial);
        return RegisterSearch.Run(history, limits, MaxSteps + (MaxStepsPerCall * calls.Count)) switch
        {
            SearchResult.Found found => new Ordering.Found([.. found.Order.Select(i => history.Calls[i])]),
            SearchResult.Impossible impossible => new Ordering.Impossible { Contradiction = [.. impossible.Contradiction.Select(i => history.Calls[i])] },
            _ => new Ordering.Undecided(),
        };
    };
}
