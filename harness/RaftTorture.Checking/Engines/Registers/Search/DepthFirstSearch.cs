using RaftTorture.Checking.Checkers.Linearizability;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// Depth first, the best move first, with a memory of where it has been (Wing and Gong 1993; Lowe, CCPE 29(4), 2017): finds an order
/// quickly where there are many.
/// </summary>
internal sealed class DepthFirstSearch
{
    private readonly RegisterColumns _columns;
    private readonly SearchBudget _budget;
    private readonly ConfigurationSpace _space;
    private readonly Moves _moves;
    private readonly ConfigurationSet _seen;
    private readonly ChoiceStack _choices;
    private readonly ulong[] _current;
    private int _time;
    private int _furthest;

    private DepthFirstSearch(RegisterColumns columns, SearchBudget budget, PruningRules rules)
    {
        (_columns, _budget) = (columns, budget);
        _space = new ConfigurationSpace(columns, rules, isRelaxed: false, budget.Deadline);
        _moves = new Moves(_space, columns, rules, budget.Deadline);
        _seen = new ConfigurationSet(_space.Layout.Words, budget);
        _choices = new ChoiceStack(_space.Layout.Words, budget);
        _current = _space.Start();
    }

    public static SearchResult Run(RegisterColumns columns, SearchBudget budget, PruningRules rules) =>
        new DepthFirstSearch(columns, budget, rules).Run();

    private SearchResult Run()
    {
        try
        {
            return Search();
        }
        catch (DeadlineException)
        {
            return Undecided(SearchLimit.Time);
        }
    }

    private SearchResult Search()
    {
        while (true)
        {
            var hasPassedAll = TryAdvance();
            if (_budget.Reached is { } limit)
                return Undecided(limit);
            if (hasPassedAll)
                return new SearchResult.Found(Witness.Order(_space, _columns, _choices.Path(), _budget.Deadline));
            if (!TryNextChoice())
                return new SearchResult.Impossible();
        }
    }

    private SearchResult.Undecided Undecided(SearchLimit limit) => new(limit) { ProvenCompletions = _space.Events.ReturnsBefore(_furthest) };

    /// <summary>Passes events while there is a way on that was not tried.</summary>
    private bool TryAdvance()
    {
        for (; _time < _space.Events.Count; _furthest = Math.Max(_furthest, _time))
        {
            _budget.Deadline.Tick();
            var (operation, isReturn) = _space.Events.At(_time);
            if (!isReturn)
                PassCall(operation);
            else if (_space.Layout.IsDone(_current, operation))
                PassReturn(operation);
            else if (!TryBranch(operation))
                return false;
        }

        return true;
    }

    private void PassCall(int operation)
    {
        _space.Open.Pass(_time++);
        if (_columns.IsCertain(operation))
            _space.Call(_current, operation);
    }

    private void PassReturn(int operation)
    {
        _space.Open.Pass(_time);
        _space.Return(_current, operation, _time++);
    }

    private bool TryBranch(int due)
    {
        ConfigurationLayout.SetTime(_current, _time);
        var isNew = _seen.TryAdd(_current);
        ConfigurationLayout.SetTime(_current, 0);
        if (!isNew || !_budget.TrySpendStep())
            return false;
        var moves = _moves.In(_current, due, _time);
        if (moves.Count == 0 || !_choices.TryPush(_current, _time, moves))
            return false;
        TakeNext();
        return true;
    }

    private bool TryNextChoice()
    {
        while (_choices.HasAny && !_choices.HasNext)
            _choices.Pop();
        if (!_choices.HasAny)
            return false;
        while (_time > _choices.Time)
        {
            _budget.Deadline.Tick();
            _space.Open.TakeBack(--_time);
        }

        TakeNext();
        return true;
    }

    private void TakeNext()
    {
        var move = _choices.TakeNext(_current);
        var due = _space.Events.At(_time).Operation;
        if (move.HidesDue)
            PassReturn(due);
        else
            _space.Apply(_current, move, _time);
    }
}
