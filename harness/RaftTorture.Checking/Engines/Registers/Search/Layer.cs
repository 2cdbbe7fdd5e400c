namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// The configurations that a breadth-first search may be in at one event, each with the node of the way that led to it. Of those in one
/// state only such are kept as are not dominated by another one.
/// </summary>
internal sealed class Layer
{
    private const int FirstRows = 64;
    private const int None = -1;
    private const int TakenOut = -2;

    /// <summary>A longer look costs more than it saves.</summary>
    private const int MaxLooks = 512;

    private readonly int _wordsEach;
    private readonly SearchBudget _budget;
    private readonly Dominance? _dominance;
    private readonly ConfigurationSet _present;
    private readonly int[] _lastInState;
    private readonly List<int> _statesInUse = [];
    private ulong[] _words;
    private int[] _before;
    private int[] _paths;
    private int _rows;

    public Layer(ConfigurationSpace space, Dominance? dominance, SearchBudget budget)
    {
        (_wordsEach, _dominance, _budget) = (space.Layout.Words, dominance, budget);
        _present = new ConfigurationSet(_wordsEach, budget);
        _lastInState = new int[space.Events.DeadState + 1];
        Array.Fill(_lastInState, None);
        (_words, _before, _paths) = (new ulong[FirstRows * _wordsEach], new int[FirstRows], new int[FirstRows]);
    }

    /// <summary>How many configurations are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Rows in use, of which some were taken out again.</summary>
    public int Rows => _rows;

    /// <summary>The way that led to each row.</summary>
    public Span<int> Paths => _paths.AsSpan(0, _rows);

    public Span<ulong> this[int row] => _words.AsSpan(row * _wordsEach, _wordsEach);

    public bool IsIn(int row) => _paths[row] != TakenOut;

    public void Clear()
    {
        foreach (var state in _statesInUse)
            _lastInState[state] = None;
        _statesInUse.Clear();
        _present.Clear();
        (Count, _rows) = (0, 0);
    }

    /// <summary>Adds a configuration unless it is there or dominated. Without room the budget says so.</summary>
    public void Add(ReadOnlySpan<ulong> configuration, int path)
    {
        if (!_present.TryAdd(configuration))
            return;
        var state = ConfigurationLayout.State(configuration);
        if (_dominance is not null && IsDominated(configuration, state))
            return;
        if (_rows == _paths.Length && !TryGrow())
            return;
        if (_lastInState[state] == None)
            _statesInUse.Add(state);
        configuration.CopyTo(this[_rows]);
        (_before[_rows], _paths[_rows], _lastInState[state]) = (_lastInState[state], path, _rows);
        _rows++;
        Count++;
    }

    /// <summary>Looks through those in the same state, the last ones first, and takes out what is dominated by the new one.</summary>
    private bool IsDominated(ReadOnlySpan<ulong> configuration, int state)
    {
        ref var link = ref _lastInState[state];
        for (var looks = 0; link != None && looks < MaxLooks; looks++)
        {
            _budget.Deadline.Tick();
            var row = link;
            if (_dominance!.IsAtLeast(this[row], configuration))
                return true;
            if (_dominance.IsAtLeast(configuration, this[row]))
                TakeOut(row, ref link);
            else
                link = ref _before[row];
        }

        return false;
    }

    private void TakeOut(int row, ref int link)
    {
        link = _before[row];
        _paths[row] = TakenOut;
        Count--;
    }

    private bool TryGrow()
    {
        var rows = _paths.Length * 2L;
        var bytes = rows * ((2 * sizeof(int)) + (sizeof(ulong) * (long)_wordsEach));
        if (rows * _wordsEach > Array.MaxLength || !_budget.TryTake(bytes))
            return false;
        _budget.Deadline.Grow(ref _words, (int)rows * _wordsEach);
        _budget.Deadline.Grow(ref _before, (int)rows);
        _budget.Deadline.Grow(ref _paths, (int)rows);
        _budget.GiveBack(bytes / 2);
        return true;
    }
}
