namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>
/// The configurations that the search has been in (Lowe's cache): an open-addressing table over one arena of words.
/// Its own bytes are what a memory limit counts; hashes only find candidates, words decide.
/// </summary>
internal sealed class ConfigurationSet(long maxBytes)
{
    private const int SlotBytes = 3 * sizeof(int);
    private const int FirstSlots = 1 << 6;

    private Slot[] _slots = new Slot[FirstSlots];
    private ulong[] _arena = new ulong[1 << 6];
    private int _count;
    private int _used;

    private readonly record struct Slot(int Offset, int Length, uint Hash);

    public enum Answer
    {
        Added,
        Present,

        /// <summary>New, but there is no room left under the limit.</summary>
        Full,
    }

    /// <param name="words">The configuration; not empty.</param>
    public Answer Add(ReadOnlySpan<ulong> words)
    {
        var hash = Hash(words);
        var at = Find(words, hash);
        if (_slots[at].Length > 0)
            return Answer.Present;
        if (_count * 4 >= _slots.Length * 3)
        {
            if (!TryGrowSlots())
                return Answer.Full;
            at = Find(words, hash);
        }

        if (_used + words.Length > _arena.Length && !TryGrowArena(words.Length))
            return Answer.Full;
        words.CopyTo(_arena.AsSpan(_used));
        _slots[at] = new Slot(_used, words.Length, hash);
        _used += words.Length;
        _count++;
        return Answer.Added;
    }

    private int Find(ReadOnlySpan<ulong> words, uint hash)
    {
        var mask = _slots.Length - 1;
        var at = (int)hash & mask;
        while (_slots[at].Length > 0 && !Holds(_slots[at], words, hash))
            at = (at + 1) & mask;
        return at;
    }

    private bool Holds(Slot slot, ReadOnlySpan<ulong> words, uint hash) =>
        slot.Hash == hash && _arena.AsSpan(slot.Offset, slot.Length).SequenceEqual(words);

    private bool TryGrowSlots()
    {
        // While it grows, the old and the new table are both held.
        if (!Fits(_slots.Length * 3L, _arena.Length))
            return false;
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot.Length > 0)
                _slots[FreeSlot(slot.Hash)] = slot;
        }

        return true;
    }

    private int FreeSlot(uint hash)
    {
        var mask = _slots.Length - 1;
        var at = (int)hash & mask;
        while (_slots[at].Length > 0)
            at = (at + 1) & mask;
        return at;
    }

    private bool TryGrowArena(int needed)
    {
        var length = Math.Max(_arena.Length * 2L, _used + needed);
        if (length > Array.MaxLength || !Fits(_slots.Length, _arena.Length + length))
            return false;
        Array.Resize(ref _arena, (int)length);
        return true;
    }

    private bool Fits(long slots, long words) => (slots * SlotBytes) + (words * sizeof(ulong)) <= maxBytes;

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
