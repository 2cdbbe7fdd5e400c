using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>
/// The calls and returns of the operations that are not yet linearized, in real-time order: the doubly linked list of Wing and
/// Gong's search. What stands before the first return is open: it may be linearized next. Unknown operations never return.
/// </summary>
internal sealed class Timeline
{
    private readonly int _count;
    private readonly int _certainCount;
    private readonly int _head;
    private readonly int[] _next;
    private readonly int[] _previous;

    public Timeline(RegisterHistory history)
    {
        _count = history.Operations.Count;
        _certainCount = history.CertainCount;
        _head = 2 * _count;
        _next = new int[_head + 1];
        _previous = new int[_head + 1];
        Link(EntriesInRealTime(history));
    }

    /// <summary>The first open operation, as a cursor; see <see cref="IsOpen"/>.</summary>
    public int First => _next[_head];

    /// <summary>A cursor behind the last open operation.</summary>
    public int End => _head;

    public int Next(int cursor) => _next[cursor];

    /// <summary>Whether the cursor stands on an open operation, and is its number; else the open ones are at their end.</summary>
    public bool IsOpen(int cursor) => cursor < _count;

    /// <summary>The certain operation that returns first, and so must be linearized next of all deadlines.</summary>
    public int FirstToReturn()
    {
        var cursor = First;
        while (IsOpen(cursor))
            cursor = _next[cursor];
        return cursor - _count;
    }

    /// <summary>Takes an operation out.</summary>
    public void Lift(int operation)
    {
        Unlink(operation);
        if (operation < _certainCount)
            Unlink(operation + _count);
    }

    /// <summary>Puts the operation back that was last taken out.</summary>
    public void Unlift(int operation)
    {
        if (operation < _certainCount)
            Relink(operation + _count);
        Relink(operation);
    }

    private static List<(int Position, int Entry)> EntriesInRealTime(RegisterHistory history)
    {
        var entries = new List<(int Position, int Entry)>();
        for (var i = 0; i < history.Calls.Count; i++)
        {
            entries.Add((history.Calls[i].InvokedAt, i));
            if (i < history.CertainCount)
                entries.Add((history.Calls[i].CompletedAt, i + history.Calls.Count));
        }

        entries.Sort();
        return entries;
    }

    private void Link(List<(int Position, int Entry)> entries)
    {
        var last = _head;
        foreach (var (_, entry) in entries)
        {
            _next[last] = entry;
            _previous[entry] = last;
            last = entry;
        }

        _next[last] = _head;
        _previous[_head] = last;
    }

    private void Unlink(int entry)
    {
        _next[_previous[entry]] = _next[entry];
        _previous[_next[entry]] = _previous[entry];
    }

    private void Relink(int entry)
    {
        _next[_previous[entry]] = entry;
        _previous[_next[entry]] = entry;
    }
}
