namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>The operations that are open at one event, which can be moved forth and back along the history.</summary>
internal sealed class OpenOperations(SearchEvents events, UnknownClasses classes)
{
    private readonly List<int> _certain = [];
    private readonly int[] _available = new int[classes.Count];

    /// <summary>The certain ones, the one that returns first first.</summary>
    public List<int> Certain => _certain;

    /// <summary>Classes of unknown operations of which some were invoked: those below this number.</summary>
    public int ClassCount { get; private set; }

    /// <summary>How many operations of a class were invoked.</summary>
    public int Available(int unknownClass) => _available[unknownClass];

    /// <summary>Goes past an event.</summary>
    public void Pass(int time)
    {
        var (operation, isReturn) = events.At(time);
        if (isReturn)
            _certain.Remove(operation);
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
            _certain.Remove(operation);
        else if (--_available[classes.Of(operation)] == 0)
            ClassCount--;
    }

    private void Insert(int operation)
    {
        var at = _certain.Count;
        while (at > 0 && events.ReturnsAt[_certain[at - 1]] > events.ReturnsAt[operation])
            at--;
        _certain.Insert(at, operation);
    }
}
