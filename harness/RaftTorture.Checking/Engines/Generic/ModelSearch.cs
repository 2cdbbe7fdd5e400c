using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// Looks for a linearization for any model (Wing and Gong 1993, with Lowe's cache, CCPE 29(4) 2017): depth first, one operation at a time. What was
/// visited is kept as (first certain operation in order of completion without a place, those of the operations open at its end that have one, unknown
/// operations that happened, state), so that a configuration takes a word or two however long the history is.
/// </summary>
/// <remarks>
/// An operation that only looks and is legal is placed at once and never taken back alone: whatever order there is from here, it may as well
/// stand first in it. An unknown operation that would change nothing is not placed.
/// </remarks>
internal sealed class ModelSearch<TModel, TState>
    where TModel : struct, IModel<TState>
    where TState : notnull, IEquatable<TState>
{
    private readonly ModelHistory _history;
    private readonly SearchBudget _budget;
    private readonly TransitionTable<TModel, TState> _transitions;
    private readonly VisitedConfigurations _visited;
    private readonly Stack<Choice> _path = [];
    private readonly List<ulong> _words = [];
    private readonly bool[] _isPlaced;
    private int _first;
    private int _state;
    private int _candidate;
    private bool _isNew = true;
    private int _proven;

    /// <param name="budget">Memory and time; whoever made it disposes of it after the last <see cref="Run"/>.</param>
    public ModelSearch(ModelHistory history, TState initial, SearchBudget budget)
    {
        _history = history;
        _budget = budget;
        history.MakeReady(budget.Deadline);
        _isPlaced = new bool[history.Calls.Length];
        _visited = new VisitedConfigurations(budget);
        budget.TryTake(history.Bytes);
        _transitions = new TransitionTable<TModel, TState>(history, initial, budget);
        _state = _transitions.InitialState;
    }

    /// <summary>What it takes to undo a placement, and where to go on then.</summary>
    /// <param name="IsForced">Whether there is no alternative to it.</param>
    private readonly record struct Choice(int Operation, int First, int State, int Candidate, bool IsForced);

    /// <summary>Goes on where it stopped.</summary>
    /// <param name="steps">So many placements at most.</param>
    /// <returns>If it is undecided by steps, it may be run again.</returns>
    public SearchResult Run(long steps)
    {
        try
        {
            return Search(steps);
        }
        catch (DeadlineException)
        {
            return new SearchResult.Undecided(SearchLimit.Time) { ProvenCompletions = _proven };
        }
    }

    private SearchResult Search(long steps)
    {
        for (; steps > 0 && _budget.TrySpendStep(); steps--)
        {
            if (_first == _history.CertainCount)
                return new SearchResult.Found([.. _budget.Deadline.Watch([.. _path]).Reverse().Select(choice => choice.Operation)]);
            if (!TryPlace() && _budget.Reached is null && !TryTakeBack())
                return new SearchResult.Impossible();
        }

        return new SearchResult.Undecided(_budget.Reached ?? SearchLimit.Steps) { ProvenCompletions = _proven };
    }

    private bool TryPlace()
    {
        if (_isNew)
        {
            if (TryPlaceReadOnly())
                return true;
            if (_budget.Reached is not null || !_visited.TryAdd(Configuration()))
                return false;
            _isNew = false;
            _candidate = 0;
        }

        return TryPlaceEffect();
    }

    private bool TryPlaceReadOnly()
    {
        foreach (var operation in _history.Open.CertainAt(_first))
        {
            if (_isPlaced[operation] || !_history.IsReadOnly[operation] || _transitions.Next(_state, operation) == TransitionTable<TModel, TState>.Impossible)
                continue;
            Place(operation, _state, isForced: true);
            return true;
        }

        return false;
    }

    private bool TryPlaceEffect()
    {
        var open = _history.Open.CertainAt(_first);
        for (var count = open.Length + _history.Open.UnknownAt(_first); _candidate < count; _candidate++)
        {
            _budget.Deadline.Tick();
            var isCertain = _candidate < open.Length;
            var operation = isCertain ? open[_candidate] : _history.CertainCount + _candidate - open.Length;
            if (_isPlaced[operation] || _history.IsReadOnly[operation] || (!isCertain && !IsTwinPlaced(operation)))
                continue;
            var next = _transitions.Next(_state, operation);
            if (next == TransitionTable<TModel, TState>.Impossible || (!isCertain && next == _state))
                continue;
            Place(operation, next, isForced: false);
            return true;
        }

        return false;
    }

    private bool IsTwinPlaced(int operation)
    {
        var twin = _history.Classes.ElderTwin(operation);
        return twin == OperationClasses.NoTwin || _isPlaced[twin];
    }

    private void Place(int operation, int next, bool isForced)
    {
        _path.Push(new Choice(operation, _first, _state, _candidate, isForced));
        _isPlaced[operation] = true;
        _state = next;
        while (_first < _history.CertainCount && _isPlaced[_first])
            _first++;
        _proven = Math.Max(_proven, _first);
        _isNew = true;
    }

    /// <summary>Back to the last placement that had an alternative.</summary>
    private bool TryTakeBack()
    {
        while (_path.TryPop(out var choice))
        {
            _budget.Deadline.Tick();
            _isPlaced[choice.Operation] = false;
            if (choice.IsForced)
                continue;
            (_first, _state, _candidate, _isNew) = (choice.First, choice.State, choice.Candidate + 1, false);
            return true;
        }

        return false;
    }

    private ReadOnlySpan<ulong> Configuration()
    {
        _words.Clear();
        _words.Add(((ulong)_first << 32) | (uint)_state);
        var open = _history.Open.CertainAt(_first);
        AddBits(open.Length, open, 0);
        var unknown = _history.Open.UnknownAt(_first);
        AddBits(unknown, [], _history.CertainCount);
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_words);
    }

    /// <summary>A bit for each operation that is placed: of those listed, or of so many that follow a first one.</summary>
    private void AddBits(int count, ReadOnlySpan<int> listed, int from)
    {
        for (var start = 0; start < count; start += 64)
        {
            _budget.Deadline.Tick();
            var word = 0UL;
            for (var i = start; i < Math.Min(count, start + 64); i++)
            {
                if (_isPlaced[listed.IsEmpty ? from + i : listed[i]])
                    word |= 1UL << (i - start);
            }

            _words.Add(word);
        }
    }
}
