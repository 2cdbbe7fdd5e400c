using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>
/// Looks for an order of the operations on one register that explains all answers: Wing and Gong's depth-first search (1993) with
/// Lowe's memory of configurations (2017), and with <see cref="SearchRules"/> that leave out what can be no better than something else.
/// </summary>
/// <remarks>
/// A configuration is the set of linearized operations and the state. Values that nobody can still tell apart are one
/// state, <see cref="SearchRules.DeadState"/>.
/// </remarks>
internal sealed class LinearizationSearch
{
    /// <summary>Steps between two looks at the clock.</summary>
    private const int StepsPerPoll = 1024;

    private readonly RegisterHistory _history;
    private readonly CheckLimits _limits;
    private readonly long _maxSteps;
    private readonly Timeline _timeline;
    private readonly PendingValues _values;
    private readonly LinearizedSet _linearized;
    private readonly ConfigurationSet _seen;
    private readonly SearchRules _rules;
    private readonly Stack<Move> _moves = new();
    private int _state = RegisterHistory.InitialState;
    private int _certainLeft;
    private long _steps;
    private long _nextPoll;

    private LinearizationSearch(RegisterHistory history, CheckLimits limits, long maxSteps)
    {
        _history = history;
        _limits = limits;
        _maxSteps = maxSteps;
        _timeline = new Timeline(history);
        _values = new PendingValues(history);
        _linearized = new LinearizedSet(history);
        _seen = new ConfigurationSet(limits.MaxBytes);
        _rules = new SearchRules(history, _timeline, _values);
        _certainLeft = history.CertainCount;
    }

    /// <param name="StateBefore">What to go back to.</param>
    /// <param name="IsForced">Its alternatives are no better, so that none is tried.</param>
    private readonly record struct Move(int Operation, int StateBefore, bool IsForced);

    /// <param name="history">The operations of one key.</param>
    /// <param name="limits">Memory counts for this search alone.</param>
    /// <param name="maxSteps">So many operations are linearized at most, those taken back included.</param>
    public static SearchResult Run(RegisterHistory history, CheckLimits limits, long maxSteps) =>
        new LinearizationSearch(history, limits, maxSteps).Run();

    private SearchResult Run()
    {
        if (_values.HasUnservedDemand())
            return new SearchResult.Impossible();
        while (true)
        {
            MakeForcedMoves();
            if (_certainLeft == 0)
                return new SearchResult.Found([.. _moves.Reverse().Select(move => move.Operation)]);
            if (ReachedLimit() is { } limit)
                return new SearchResult.Undecided(limit);
            var answer = _seen.Add(_linearized.Configuration(_state, _timeline.FirstToReturn()));
            if (answer == ConfigurationSet.Answer.Full)
                return new SearchResult.Undecided(SearchLimit.Memory);
            if (!TryBranch(answer == ConfigurationSet.Answer.Added ? _timeline.First : _timeline.End))
                return new SearchResult.Impossible();
        }
    }

    private void MakeForcedMoves()
    {
        while (_rules.ForcedMove(_state) is { } operation)
            Make(operation, isForced: true);
    }

    /// <summary>Tries the open operations from a cursor on; where none is left, those of the last choice before.</summary>
    private bool TryBranch(int cursor)
    {
        while (true)
        {
            _rules.LookAround();
            for (; _timeline.IsOpen(cursor); cursor = _timeline.Next(cursor))
            {
                if (!_rules.IsWorthTrying(cursor, _state))
                    continue;
                Make(cursor, isForced: false);
                return true;
            }

            if (!TryTakeBackChoice(out var choice))
                return false;
            cursor = _timeline.Next(choice);
        }
    }

    private bool TryTakeBackChoice(out int operation)
    {
        while (_moves.TryPop(out var move))
        {
            TakeBack(move);
            operation = move.Operation;
            if (!move.IsForced)
                return true;
        }

        operation = _timeline.End;
        return false;
    }

    private void Make(int operation, bool isForced)
    {
        _steps++;
        _moves.Push(new Move(operation, _state, isForced));
        _timeline.Lift(operation);
        _values.Remove(operation);
        _linearized.Add(operation);
        if (operation < _history.CertainCount)
            _certainLeft--;
        _state = _history.Operations[operation].Next(_state);
        if (_state != SearchRules.DeadState && _values.IsDead(_state))
            _state = SearchRules.DeadState;
    }

    private void TakeBack(Move move)
    {
        if (move.Operation < _history.CertainCount)
            _certainLeft++;
        _linearized.Remove(move.Operation);
        _values.Restore(move.Operation);
        _timeline.Unlift(move.Operation);
        _state = move.StateBefore;
    }

    private SearchLimit? ReachedLimit()
    {
        if (_steps >= _maxSteps)
            return SearchLimit.Steps;
        if (_steps < _nextPoll)
            return null;
        _nextPoll = _steps + StepsPerPoll;
        return _limits.IsExpired() ? SearchLimit.Time : null;
    }
}
