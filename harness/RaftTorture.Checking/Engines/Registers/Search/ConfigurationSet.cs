namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// Configurations that a search has been in (Lowe's cache): an open-addressing table over one arena of words.
/// Its own bytes are what the budget counts; hashes only find candidates, words decide.
/// </summary>
internal sealed class ConfigurationSet(int wordsEach, SearchBudget budget)
{
    private const int FirstSlots = 64;

    /// <summary>Number of a configuration in the arena plus one; 0 where the slot is free.</summary>
    private int[] _slots = new int[FirstSlots];
    private ulong[] _arena = new ulong[FirstSlots * wordsEach];
    private int _count;

    /// <returns>False if it was there before, or if there is no room: then the budget says so.</returns>
    public bool TryAdd(ReadOnlySpan<ulong> configuration)
    {
        var at = Find(configuration);
        if (_slots[at] > 0)
            return false;
        if (_count * 4L >= _slots.Length * 3L)
        {
            if (!TryGrow())
                return false;
            at = Find(configuration);
        }

        configuration.CopyTo(_arena.AsSpan(_count * wordsEach));
        _slots[at] = ++_count;
        return true;
    }

    /// <summary>Forgets all, and keeps the room.</summary>
    public void Clear()
    {
        if (_count > 0)
            Array.Clear(_slots);
        _count = 0;
    }

    private int Find(ReadOnlySpan<ulong> configuration)
    {
        var mask = _slots.Length - 1;
        var at = (int)(Hash(configuration) & (uint)mask);
        while (_slots[at] > 0 && !configuration.SequenceEqual(Configuration(_slots[at] - 1)))
            at = (at + 1) & mask;
        return at;
    }

    private ReadOnlySpan<ulong> Configuration(int number) => _arena.AsSpan(number * wordsEach, wordsEach);

    private bool TryGrow()
    {
        var length = _slots.Length * 2L;
        var words = length * wordsEach;
        var bytes = (length * sizeof(int)) + (words * sizeof(ulong));
        if (words > Array.MaxLength || !budget.TryTake(bytes))
            return false;
        budget.Deadline.Grow(ref _arena, (int)words);
        _slots = new int[length];
        for (var number = 0; number < _count; number++)
        {
            budget.Deadline.Tick();
            _slots[Find(Configuration(number))] = number + 1;
        }

        budget.GiveBack(bytes / 2);
        return true;
    }

    /// <summary>Multiply and fold a word at a time; the constant is 2^64 over the golden ratio (Knuth, TAOCP 3, 6.4).</summary>
    private static uint Hash(ReadOnlySpan<ulong> words)
    {
        var hash = (ulong)words.Length;
        foreach (var word in words)
        {
            hash = (hash ^ word) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 32;
        }

        return (uint)hash;
    }
}
