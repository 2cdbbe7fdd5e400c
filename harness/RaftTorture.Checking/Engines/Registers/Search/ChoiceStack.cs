namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>The choices that a depth-first search has made, each with the configuration it was made in and the moves that are left.</summary>
internal sealed class ChoiceStack(int wordsEach, SearchBudget budget)
{
    private const int FirstChoices = 64;
    private const int EntryBytes = 3 * sizeof(int);

    private readonly List<Move> _moves = [];
    private Choice[] _choices = new Choice[FirstChoices];
    private ulong[] _configurations = new ulong[FirstChoices * wordsEach];
    private int _count;
    private int _movesTaken;

    /// <param name="FirstMove">Where its moves begin; those before <paramref name="Next"/> are left, that one was taken.</param>
    private readonly record struct Choice(int Time, int FirstMove, int Next);

    public bool HasAny => _count > 0;

    /// <summary>Whether the last choice has a move left.</summary>
    public bool HasNext => _choices[_count - 1].Next > _choices[_count - 1].FirstMove;

    /// <summary>The event at which the last choice was made.</summary>
    public int Time => _choices[_count - 1].Time;

    /// <returns>False if there is no room: then the budget says so.</returns>
    public bool TryPush(ReadOnlySpan<ulong> configuration, int time, List<(int Worth, Move Move)> moves)
    {
        if (_count == _choices.Length && !TryGrow())
            return false;
        if (_moves.Count + moves.Count > _movesTaken)
        {
            if (!budget.TryTake(sizeof(int) * (long)Math.Max(_movesTaken, moves.Count)))
                return false;
            _movesTaken += Math.Max(_movesTaken, moves.Count);
            _moves.EnsureCapacity(_movesTaken);
        }

        configuration.CopyTo(_configurations.AsSpan(_count * wordsEach));
        _choices[_count++] = new Choice(time, _moves.Count, _moves.Count + moves.Count);
        foreach (var (_, move) in moves)
            _moves.Add(move);
        return true;
    }

    /// <summary>Takes the next move of the last choice, and restores the configuration it starts from.</summary>
    public Move TakeNext(Span<ulong> configuration)
    {
        ref var choice = ref _choices[_count - 1];
        choice = choice with { Next = choice.Next - 1 };
        _configurations.AsSpan((_count - 1) * wordsEach, wordsEach).CopyTo(configuration);
        return _moves[choice.Next];
    }

    public void Pop()
    {
        _count--;
        _moves.RemoveRange(_choices[_count].FirstMove, _moves.Count - _choices[_count].FirstMove);
    }

    /// <summary>The moves taken, in their order.</summary>
    public (int Time, Move Move)[] Path()
    {
        var path = new (int, Move)[_count];
        for (var i = 0; i < _count; i++)
            path[i] = (_choices[i].Time, _moves[_choices[i].Next]);
        return path;
    }

    private bool TryGrow()
    {
        var length = _choices.Length * 2L;
        var bytes = length * (EntryBytes + (sizeof(ulong) * (long)wordsEach));
        if (length * wordsEach > Array.MaxLength || !budget.TryTake(bytes))
            return false;
        budget.Deadline.Grow(ref _choices, (int)length);
        budget.Deadline.Grow(ref _configurations, (int)length * wordsEach);
        budget.GiveBack(bytes / 2);
        return true;
    }
}
