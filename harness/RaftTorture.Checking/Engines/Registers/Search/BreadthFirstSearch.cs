using RaftTorture.Checking.Checkers.Linearizability;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// Breadth first: all configurations that the history can be in, event by event (Lowe, CCPE 29(4), 2017). Its memory is one layer and the
/// ways to it. Where no configuration is left, an operation may still be to come that is impossible: the rules look ahead.
/// </summary>
internal sealed class BreadthFirstSearch
{
    private readonly RegisterColumns _columns;
    private readonly SearchBudget _budget;
    private readonly ConfigurationSpace _space;
    private readonly Moves _moves;
    private readonly PathTree _paths;
    private readonly ConfigurationSet _seen;
    private readonly Frontier _frontier;
    private readonly ulong[] _current;
    private readonly ulong[] _next;
    private readonly bool _isRelaxed;
    private Layer _layer;
    private Layer _nextLayer;
    private int _time;

    private BreadthFirstSearch(RegisterColumns columns, SearchBudget budget, PruningRules rules, bool isRelaxed)
    {
        (_columns, _budget, _isRelaxed) = (columns, budget, isRelaxed);
        _space = new ConfigurationSpace(columns, rules, isRelaxed, budget.Deadline);
        _moves = new Moves(_space, columns, rules, budget.Deadline);
        _paths = new PathTree(budget);
        _seen = new ConfigurationSet(_space.Layout.Words, budget);
        _frontier = new Frontier(_space.Layout.Words, budget);
        (_current, _next) = (_space.Start(), new ulong[_space.Layout.Words]);
        var dominance = rules.Dominance ? new Dominance(_space, columns) : null;
        (_layer, _nextLayer) = (new Layer(_space, dominance, budget), new Layer(_space, dominance, budget));
    }

    /// <param name="isRelaxed">See <see cref="ConfigurationSpace"/>.</param>
    /// <returns>Null where only the relaxation has an order.</returns>
    public static SearchResult? Run(RegisterColumns columns, SearchBudget budget, PruningRules rules, bool isRelaxed) =>
        new BreadthFirstSearch(columns, budget, rules, isRelaxed).Run();

    private SearchResult? Run()
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

    private SearchResult? Search()
    {
        _layer.Add(_current, PathTree.Root);
        for (; _time < _space.Events.Count; _time++)
        {
            var (operation, isReturn) = _space.Events.At(_time);
            if (isReturn)
                PassReturn(operation, _time);
            else
                PassCall(operation, _time);
            if (_budget.Reached is { } limit)
                return Undecided(limit);
            if (_layer.Count == 0)
                return new SearchResult.Impossible();
        }

        return _isRelaxed ? null : new SearchResult.Found(Witness.Order(_space, _columns, _paths.PathTo(SomePath()), _budget.Deadline));
    }

    /// <summary>What the relaxation went through is no proof.</summary>
    private SearchResult.Undecided Undecided(SearchLimit limit) =>
        new(limit) { ProvenCompletions = _isRelaxed ? 0 : _space.Events.ReturnsBefore(_time) };

    private int SomePath()
    {
        var row = 0;
        while (!_layer.IsIn(row))
            row++;
        return _layer.Paths[row];
    }

    private void PassCall(int operation, int time)
    {
        _budget.Deadline.Tick();
        _space.Open.Pass(time);
        if (!_columns.IsCertain(operation) || !_columns.IsPure(operation))
            return;
        for (var row = 0; row < _layer.Rows; row++)
        {
            _budget.Deadline.Tick();
            _space.Call(_layer[row], operation);
        }
    }

    private void PassReturn(int due, int time)
    {
        _seen.Clear();
        _nextLayer.Clear();
        for (var row = 0; row < _layer.Rows; row++)
        {
            _budget.Deadline.Tick();
            if (_layer.IsIn(row) && !_space.Layout.IsDone(_layer[row], due))
                Explore(row, due, time);
        }

        _space.Open.Pass(time);
        for (var row = 0; row < _layer.Rows && _budget.TrySpendStep(); row++)
        {
            if (_layer.IsIn(row) && _space.Layout.IsDone(_layer[row], due))
                Keep(_layer[row], due, time, _layer.Paths[row]);
        }

        (_layer, _nextLayer) = (_nextLayer, _layer);
        if (_paths.IsFull)
            _paths.Prune(_layer.Paths);
    }

    /// <summary>All ways from a configuration on which the due operation takes effect.</summary>
    private void Explore(int row, int due, int time)
    {
        _frontier.Push(_layer[row], _layer.Paths[row]);
        while (_frontier.TryPop(_current, out var path))
        {
            if (!_seen.TryAdd(_current) || !_budget.TrySpendStep())
                continue;
            foreach (var (_, move) in _moves.In(_current, due, time))
                Make(move, due, time, _paths.Add(path, time, move));
        }
    }

    private void Make(Move move, int due, int time, int path)
    {
        _current.CopyTo(_next.AsSpan());
        if (!move.HidesDue)
            _space.Apply(_next, move, time);
        if (!move.HidesDue && !_space.Layout.IsDone(_next, due))
        {
            _frontier.Push(_next, path);
            return;
        }

        _space.Open.Pass(time);
        Keep(_next, due, time, path);
        _space.Open.TakeBack(time);
    }

    private void Keep(Span<ulong> configuration, int due, int time, int path)
    {
        _space.Return(configuration, due, time);
        _nextLayer.Add(configuration, path);
    }
}
