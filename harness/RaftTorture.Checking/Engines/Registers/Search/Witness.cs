using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>Turns the moves of a search into an order of all operations: what happened by rule stands where the rule puts it.</summary>
internal sealed class Witness
{
    private readonly ConfigurationSpace _space;
    private readonly RegisterColumns _columns;
    private readonly int[] _usedOf;
    private readonly bool[] _isPlaced;
    private readonly List<int> _order = [];
    private readonly Dictionary<int, List<int>> _hiddenBefore = [];
    private readonly List<int> _openReads = [];
    private int _state = RegisterHistory.InitialState;
    private int _lastBlindWrite;

    private Witness(ConfigurationSpace space, RegisterColumns columns)
    {
        (_space, _columns) = (space, columns);
        _usedOf = new int[space.Classes.Count];
        _isPlaced = new bool[columns.Count];
    }

    /// <param name="path">The moves in their order, each with the event at which it was made.</param>
    public static int[] Order(ConfigurationSpace space, RegisterColumns columns, IReadOnlyList<(int Time, Move Move)> path, Deadline deadline) =>
        new Witness(space, columns).Replay(path, deadline);

    private int[] Replay(IReadOnlyList<(int Time, Move Move)> path, Deadline deadline)
    {
        var next = 0;
        for (var time = 0; time < _space.Events.Count; time++)
        {
            deadline.Tick();
            var (operation, isReturn) = _space.Events.At(time);
            if (!isReturn)
            {
                Call(operation);
                continue;
            }

            for (; next < path.Count && path[next].Time == time; next++)
                Make(path[next].Move);
            if (!_isPlaced[operation])
                Hide(operation);
            _openReads.Remove(operation);
        }

        return [.. WithHidden(deadline)];
    }

    private void Call(int operation)
    {
        if (!_columns.IsPure(operation))
            return;
        if (_space.IsLegal(operation, _state))
            Place(operation);
        else
            _openReads.Add(operation);
    }

    private void Make(Move move)
    {
        if (move.HidesDue)
            return;
        var operation = move.IsUnknown ? _space.Classes.Member(move.UnknownClass, _usedOf[move.UnknownClass]++) : move.Operation;
        if (_isPlaced[operation])
            return;
        Place(operation);
        if (_columns.IsPure(operation))
            return;
        _state = _columns.Writes[operation];
        if (_columns.IsBlindWrite(operation))
            _lastBlindWrite = operation;
        foreach (var read in _openReads.Where(read => !_isPlaced[read] && _space.IsLegal(read, _state)))
            Place(read);
    }

    private void Place(int operation)
    {
        _order.Add(operation);
        _isPlaced[operation] = true;
    }

    private void Hide(int operation)
    {
        if (!_hiddenBefore.TryGetValue(_lastBlindWrite, out var hidden))
            _hiddenBefore[_lastBlindWrite] = hidden = [];
        hidden.Add(operation);
    }

    private IEnumerable<int> WithHidden(Deadline deadline)
    {
        foreach (var operation in _order)
        {
            deadline.Tick();
            if (_hiddenBefore.TryGetValue(operation, out var hidden))
            {
                foreach (var one in hidden)
                    yield return one;
            }

            yield return operation;
        }
    }
}
