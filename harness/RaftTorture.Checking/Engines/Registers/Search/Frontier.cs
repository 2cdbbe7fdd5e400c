namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>Configurations that are still to be looked at while one return is passed, the last one first.</summary>
internal sealed class Frontier(int wordsEach, SearchBudget budget)
{
    private const int FirstRows = 64;

    private ulong[] _words = new ulong[FirstRows * wordsEach];
    private int[] _paths = new int[FirstRows];
    private int _count;

    /// <summary>Adds a configuration. Without room the budget says so.</summary>
    public void Push(ReadOnlySpan<ulong> configuration, int path)
    {
        if (_count == _paths.Length && !TryGrow())
            return;
        configuration.CopyTo(_words.AsSpan(_count * wordsEach));
        _paths[_count++] = path;
    }

    public bool TryPop(Span<ulong> configuration, out int path)
    {
        path = PathTree.Root;
        if (_count == 0)
            return false;
        path = _paths[--_count];
        _words.AsSpan(_count * wordsEach, wordsEach).CopyTo(configuration);
        return true;
    }

    private bool TryGrow()
    {
        var rows = _paths.Length * 2L;
        var bytes = rows * (sizeof(int) + (sizeof(ulong) * (long)wordsEach));
        if (rows * wordsEach > Array.MaxLength || !budget.TryTake(bytes))
            return false;
        budget.Deadline.Grow(ref _words, (int)rows * wordsEach);
        budget.Deadline.Grow(ref _paths, (int)rows);
        budget.GiveBack(bytes / 2);
        return true;
    }
}
