namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>The operations that are open at one event, which can be moved forth and back along the history.</summary>
internal sealed class OpenOperations(SearchEvents events, UnknownClasses classes)
{
    private readonly int[] _available = new int[classes.Count];
    private int[] _certain = new int[16];
    private int _count;

    /// <summary>The certain ones, the one that returns first first.</summary>
    public ReadOnlySpan<int> Certain => _certain.AsSpan(0, _count);

    /// <summary>Classes of unknown operations of which some were invoked: those below this number.</summary>
    public int ClassCount { get; private set; }

    /// <summary>How many operations of a class were invoked.</summary>
    public int Available(int unknownClass) => _available[unknownClass];

    /// <summary>Goes past an event.</summary>
    public void Pass(int time)
    {
        var (operation, isReturn) = events.At(time);
        if (isReturn)
            Remove(operation);
        else if (events.Columns.IsCertain(operation))
            Insert(operation);
        else if (_available[classes.Of(operation)]++ == 0)
            ClassCount++;
    }

    /// <summary>Goes back before an event that was passed.</summary>
    public void TakeBack(int time)
    {
        var (operation, isReturn) = events.At(time);
        if (isReturn)
            Insert(operation);
        else if (events.Columns.IsCertain(operation))
            Remove(operation);
        else if (--_available[classes.Of(operation)] == 0)
            ClassCount--;
    }

    private void Insert(int operation)
    {
        if (_count == _certain.Length)
            Array.Resize(ref _certain, 2 * _count);
        var at = _count++;
        for (; at > 0 && events.ReturnsAt[_certain[at - 1]] > events.ReturnsAt[operation]; at--)
            _certain[at] = _certain[at - 1];
        _certain[at] = operation;
    }

    private void Remove(int operation)
    {
        var at = Array.IndexOf(_certain, operation, 0, _count);
        Array.Copy(_certain, at + 1, _certain, at, --_count - at);
    }
}
