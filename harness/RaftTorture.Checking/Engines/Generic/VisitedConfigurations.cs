using RaftTorture.Checking.Engines.Registers.Search;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// Configurations that a search has been in, each some words, not all equally many (Lowe's cache): an open-addressing table over one arena. Hashes only
/// find candidates, words decide.
/// </summary>
internal sealed class VisitedConfigurations(SearchBudget budget)
{
    private const int FirstLength = 64;

    /// <summary>Number of a configuration plus one; 0 where the slot is free.</summary>
    private int[] _slots = new int[FirstLength];

    /// <summary>Where each configuration ends in the arena and the next starts; before the first one stands 0.</summary>
    private int[] _ends = new int[FirstLength];
    private ulong[] _arena = new ulong[FirstLength];
    private int _count;

    /// <returns>False if it was there before, or if there is no room: then the budget says so.</returns>
    public bool TryAdd(ReadOnlySpan<ulong> configuration)
    {
        var at = Find(configuration);
        if (_slots[at] > 0 || !TryMakeRoom(configuration.Length))
            return false;
        configuration.CopyTo(_arena.AsSpan(_ends[_count]));
        _ends[_count + 1] = _ends[_count] + configuration.Length;
        _slots[Find(configuration)] = ++_count;
        return true;
    }

    private bool TryMakeRoom(int words)
    {
        if ((long)_ends[_count] + words > _arena.Length && !TryGrow(ref _arena, sizeof(ulong), words))
            return false;
        if (_count + 2 > _ends.Length && !TryGrow(ref _ends, sizeof(int), 1))
            return false;
        return _count * 4L < _slots.Length * 3L || TryRehash();
    }

    private bool TryGrow<T>(ref T[] array, int bytesEach, int more)
    {
        var length = Math.Max(array.Length * 2L, (long)array.Length + more);
        if (!budget.TryTake(length * bytesEach))
            return false;
        budget.GiveBack(array.Length == FirstLength ? 0 : (long)array.Length * bytesEach);
        budget.Deadline.Grow(ref array, checked((int)length));
        return true;
    }

    private bool TryRehash()
    {
        if (!TryGrow(ref _slots, sizeof(int), 0))
            return false;
        Array.Clear(_slots);
        for (var number = 0; number < _count; number++)
        {
            budget.Deadline.Tick();
            _slots[Find(Configuration(number))] = number + 1;
        }

        return true;
    }

    private int Find(ReadOnlySpan<ulong> configuration)
    {
        var mask = _slots.Length - 1;
        var at = (int)(Hash(configuration) & (uint)mask);
        while (_slots[at] > 0 && !configuration.SequenceEqual(Configuration(_slots[at] - 1)))
            at = (at + 1) & mask;
        return at;
    }

    private ReadOnlySpan<ulong> Configuration(int number) => _arena.AsSpan(_ends[number].._ends[number + 1]);

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
