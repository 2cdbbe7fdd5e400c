using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Polynomial.Counters;

/// <summary>
/// Decides a counter to which always the same number is added: one sweep through the events that adds as late as it can, and of the additions under
/// way takes the one that ends first.
/// </summary>
/// <remarks>
/// Additions are alike, so any two that are under way can change places, and the one that ends first may as well be the next (exchange argument,
/// as in earliest-deadline-first scheduling). An addition that may wait does: it is made when it ends itself, or when a read ends that
/// saw more than there is. Thus at every moment the count is the least that any linearization has then, by induction over the events. A read of
/// more can still be served, for counts go up one by one; a read of less cannot be, in no linearization. Unknown additions never
/// end, are taken last, and only where a read needs them.
/// </remarks>
/// <param name="step">What every addition adds; not 0. Additions of 0 are made when they are invoked.</param>
internal sealed class EqualAdditions(ModelHistory history, long[] amounts, long initial, long step)
{
    // Operations are numbered by their ends, unknown ones last, so that the least number is what ends first.
    private readonly PriorityQueue<int, int> _open = new();

    // Looked up, never enumerated.
    private readonly Dictionary<long, List<int>> _readersOf = [];
    private readonly List<int> _order = [];
    private readonly bool[] _isPlaced = new bool[amounts.Length];
    private long _state = initial;

    public SearchResult Run(Deadline deadline)
    {
        foreach (var (operation, isEnd) in history.Events(deadline))
        {
            if (!isEnd)
                Invoke(operation);
            else if (!_isPlaced[operation] && !TryEnd(operation))
                return new SearchResult.Impossible();
        }

        return new SearchResult.Found(_order);
    }

    private void Invoke(int operation)
    {
        if (!history.IsReadOnly[operation] && amounts[operation] != 0)
            _open.Enqueue(operation, operation);
        else if (!history.IsReadOnly[operation] || Seen(operation) == _state)
            Place(operation);
        else if (_readersOf.TryGetValue(Seen(operation), out var readers))
            readers.Add(operation);
        else
            _readersOf.Add(Seen(operation), [operation]);
    }

    private bool TryEnd(int operation)
    {
        if (!history.IsReadOnly[operation])
        {
            AddNext();
            return true;
        }

        while (!_isPlaced[operation] && Int128.Sign(Seen(operation) - (Int128)_state) == Math.Sign(step) && _open.Count > 0)
            AddNext();
        return _isPlaced[operation];
    }

    /// <summary>Makes the addition that ends first, and serves the reads that saw just this.</summary>
    private void AddNext()
    {
        Place(_open.Dequeue());
        _state += step;
        if (!_readersOf.Remove(_state, out var readers))
            return;
        foreach (var reader in readers)
            Place(reader);
    }

    private void Place(int operation)
    {
        _order.Add(operation);
        _isPlaced[operation] = true;
    }

    /// <summary>Reads of anything but numbers were ruled out before.</summary>
    private long Seen(int read) => ((Value.Number)history.Calls[read].Result).Content;
}
