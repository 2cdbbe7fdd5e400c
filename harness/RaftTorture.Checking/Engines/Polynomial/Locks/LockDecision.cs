using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Polynomial.Locks;

/// <summary>
/// Decides a lock in O(n log n). From the end of an acquire to the invocation of its release a lock is certainly held; there is a linearization exactly
/// if these intervals are disjoint, and if the model agrees with their order.
/// </summary>
/// <remarks>
/// Necessary: nobody else can hold it then. Sufficient: place each acquire just before its end and each release just after its invocation, and the
/// holders follow each other as their intervals do. That order is the only one, so that what the model finds wrong in it (a token that
/// does not grow) is wrong in all. An unknown acquire that nothing of its process follows would only keep others out: it did not happen. An
/// unknown release that is possible did, at once: a free lock keeps nobody out.
/// </remarks>
internal static class LockDecision
{
    private const int BytesPerOperation = 60;

    /// <typeparam name="TModel">A lock that is free at first, of which <c>acquire</c> and <c>release</c> are all operations.</typeparam>
    /// <typeparam name="TState">What it holds.</typeparam>
    /// <returns>Null where this way cannot tell: a process overlaps with itself, or goes on after an operation of which it knows no end.</returns>
    public static SearchResult? Run<TModel, TState>(ModelHistory history, TState initial, SearchBudget budget)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState>
    {
        if (!budget.TryTake((long)BytesPerOperation * history.Calls.Length))
            return new SearchResult.Undecided(budget.Reached!.Value);
        var tenures = new Tenures(history, budget.Deadline);
        if (!tenures.AreSequential)
            return null;
        if (tenures.IsBroken || tenures.TryOrder(budget.Deadline) is not { } order)
            return new SearchResult.Impossible();
        return Replay<TModel, TState>(history, initial, order);
    }

    private static SearchResult Replay<TModel, TState>(ModelHistory history, TState state, IEnumerable<int> order)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState>
    {
        var happened = new List<int>();
        foreach (var operation in order)
        {
            if (TModel.Step(state, history.Calls[operation], out var next))
            {
                happened.Add(operation);
                state = next;
            }
            else if (operation < history.CertainCount)
            {
                return new SearchResult.Impossible();
            }
        }

        return new SearchResult.Found(happened);
    }
}
