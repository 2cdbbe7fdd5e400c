namespace RaftTorture.Checking.Engines;

/// <summary>
/// Sorts by positions in a history in linear time, a digit at a time, the lowest first (Knuth, TAOCP 3, 5.2.5). Items of equal keys stay in their order.
/// The library's sorts are slower on a million keys, and cannot be stopped halfway.
/// </summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>So few are sorted sooner by insertion than digits are counted.</summary>
    private const int Few = 64;

    /// <param name="keyOf">Asked once for each item; at least 0.</param>
    /// <param name="items">Sorted in place.</param>
    public static void Sort(int[] items, Func<int, long> keyOf, Deadline deadline)
    {
        var keys = new uint[items.Length];
        var greatest = 0U;
        for (var i = 0; i < items.Length; i++)
        {
            deadline.Tick();
            keys[i] = checked((uint)keyOf(items[i]));
            greatest = Math.Max(greatest, keys[i]);
        }

        if (items.Length <= Few)
            Insert(keys, items);
        else
            Sort(keys, items, greatest, deadline);
    }

    private static void Insert(uint[] keys, int[] items)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var (key, item, at) = (keys[i], items[i], i);
            for (; at > 0 && keys[at - 1] > key; at--)
                (keys[at], items[at]) = (keys[at - 1], items[at - 1]);
            (keys[at], items[at]) = (key, item);
        }
    }

    private static void Sort(uint[] keys, int[] items, uint greatest, Deadline deadline)
    {
        var (fromKeys, fromItems) = (keys, items);
        var (toKeys, toItems) = (new uint[keys.Length], new int[items.Length]);
        for (var shift = 0; shift < 32 && greatest >> shift > 0; shift += DigitBits)
        {
            Distribute(fromKeys, fromItems, toKeys, toItems, shift, deadline);
            (fromKeys, fromItems, toKeys, toItems) = (toKeys, toItems, fromKeys, fromItems);
        }

        if (fromItems != items)
            fromItems.CopyTo(items, 0);
    }

    private static void Distribute(uint[] fromKeys, int[] fromItems, uint[] toKeys, int[] toItems, int shift, Deadline deadline)
    {
        var next = new int[Digits];
        foreach (var key in fromKeys)
        {
            deadline.Tick();
            next[Digit(key, shift)]++;
        }

        for (var (digit, before) = (0, 0); digit < Digits; digit++)
            (next[digit], before) = (before, before + next[digit]);
        for (var i = 0; i < fromKeys.Length; i++)
        {
            deadline.Tick();
            var place = next[Digit(fromKeys[i], shift)]++;
            (toKeys[place], toItems[place]) = (fromKeys[i], fromItems[i]);
        }
    }

    private static uint Digit(uint key, int shift) => (key >> shift) & (Digits - 1);
}
