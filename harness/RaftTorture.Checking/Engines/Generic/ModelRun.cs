using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>The search for one object over several rounds. It holds its memory until it is decided or disposed of.</summary>
internal sealed class ModelRun<TModel, TState>(ModelHistory history, TState initial, CheckLimits limits, MemoryPool memory) : IDisposable
    where TModel : struct, IModel<TState>
    where TState : notnull, IEquatable<TState>
{
    private readonly SearchBudget _budget = new(limits.IsExpired, memory, long.MaxValue);
    private ModelSearch<TModel, TState>? _search;

    public SearchResult Result { get; private set; } = new SearchResult.Undecided(SearchLimit.Steps);

    /// <summary>Whether more steps may decide it.</summary>
    public bool IsOpen => Result is SearchResult.Undecided { Limit: SearchLimit.Steps };

    public void GoOn(long steps)
    {
        try
        {
            Result = (_search is null ? Decide() : null) ?? Search(steps);
        }
        catch (DeadlineException)
        {
            Result = new SearchResult.Undecided(SearchLimit.Time);
        }

        if (!IsOpen)
            Dispose();
    }

    public void Dispose()
    {
        _search = null;
        _budget.Dispose();
    }

    private SearchResult? Decide()
    {
        using var budget = new SearchBudget(limits.IsExpired, memory, long.MaxValue);
        if (!budget.IsInTime())
            return new SearchResult.Undecided(SearchLimit.Time);
        return TModel.Decide(history, initial, budget);
    }

    private SearchResult Search(long steps)
    {
        _search ??= new ModelSearch<TModel, TState>(history, initial, _budget);
        return _search.Run(steps);
    }
}
