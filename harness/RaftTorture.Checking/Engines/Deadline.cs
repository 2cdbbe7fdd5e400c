using RaftTorture.Checking.Checkers;

namespace RaftTorture.Checking.Engines;

/// <summary>
/// The time limit in work that no search counts in steps: to read a history in, to sort it, to replay an order. Whoever does such work counts its items,
/// operations or values or events, and every few thousand of them the clock is looked at.
/// </summary>
/// <remarks>
/// Not to be shared between threads. That the time is over is an exception and not a value, because it comes in the middle of anything, and
/// nothing that was half done then is of use to anybody on the way out. Whoever has a verdict to give turns it into "unknown".
/// </remarks>
/// <param name="isExpired">See <see cref="CheckLimits.IsExpired"/>.</param>
internal sealed class Deadline(Func<bool> isExpired)
{
    /// <summary>So many items are worked on between two looks at the clock.</summary>
    public const int ItemsPerLook = 4096;

    private int _itemsLeft = ItemsPerLook;

    /// <summary>For work that may take as long as it takes.</summary>
    public static Deadline None => new(static () => false);

    /// <summary>To be called for each item that is worked on.</summary>
    /// <exception cref="DeadlineException">The time is over. Then each further item says so too.</exception>
    public void Tick()
    {
        if (--_itemsLeft <= 0)
            Look();
    }

    /// <summary>The same items, each of which is counted when it is read: for those who read them but know nothing of time.</summary>
    public WatchedList<T> Watch<T>(IReadOnlyList<T> items) => new(items, this);

    /// <summary>A longer array that begins with what stood in the old one. To copy a large one takes long.</summary>
    public void Grow<T>(ref T[] array, int length)
    {
        var larger = new T[length];
        for (var start = 0; start < array.Length; start += ItemsPerLook)
        {
            var count = Math.Min(ItemsPerLook, array.Length - start);
            Array.Copy(array, start, larger, start, count);
            Look();
        }

        array = larger;
    }

    private void Look()
    {
        _itemsLeft = 0;
        if (isExpired())
            throw new DeadlineException();
        _itemsLeft = ItemsPerLook;
    }
}

/// <summary>The time for a check is over: what was begun is left as it is.</summary>
internal sealed class DeadlineException : Exception;
