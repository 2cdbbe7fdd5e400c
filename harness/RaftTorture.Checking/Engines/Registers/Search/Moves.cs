using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>Finds the moves that are worth trying in a configuration while the return of an operation is passed, the best last.</summary>
internal sealed class Moves
{
    /// <summary>What a move is worth, found by trial: answer many, end the step, keep unknown operations for later.</summary>
    private const int AnswersOne = 4;
    private const int EndsTheStep = 20;
    private const int SpendsUnknown = -3;
    private const int LeavesTheStepOpen = -4;

    private readonly ConfigurationSpace _space;
    private readonly PruningRules _rules;
    private readonly RegisterColumns _columns;
    private readonly Deadline _deadline;
    private readonly int[] _effectOf;
    private readonly Stamps _tried;
    private readonly Stamps _readers;
    private readonly Stamps _casFrom;
    private readonly Stamps _unknownCasFrom;
    private readonly Stamps _missesOf;
    private readonly List<(int Worth, Move Move)> _found = [];
    private int _blindMisses;
    private int _due;
    private int _time;

    public Moves(ConfigurationSpace space, RegisterColumns columns, PruningRules rules, Deadline deadline)
    {
        (_space, _columns, _rules, _deadline) = (space, columns, rules, deadline);
        _effectOf = NumberEffects(columns, deadline);
        _tried = new Stamps(columns.Count);
        var states = columns.ValueCount + 1;
        (_readers, _missesOf) = (new Stamps(states), new Stamps(states));
        (_casFrom, _unknownCasFrom) = (new Stamps(states), new Stamps(states));
    }

    /// <param name="due">The operation whose return is passed; it is not linearized in the configuration.</param>
    /// <param name="time">The event that is its return.</param>
    /// <returns>The moves, the best last; valid until the next call.</returns>
    public List<(int Worth, Move Move)> In(ReadOnlySpan<ulong> configuration, int due, int time)
    {
        (_due, _time) = (due, time);
        _found.Clear();
        _tried.Reset();
        LookAround(configuration);
        if (_columns.IsBlindWrite(due) && _space.Events.CalledAt[due] < ConfigurationLayout.ReleasedBefore(configuration))
            _found.Add((-1, Move.HideDue));
        var state = ConfigurationLayout.State(configuration);
        foreach (var open in _space.Open.Certain)
        {
            if (!_space.Layout.IsDone(configuration, open))
                Consider(open, state, Move.Of(open));
        }

        for (var c = 0; c < _space.Open.ClassCount; c++)
        {
            _deadline.Tick();
            if (IsAvailable(configuration, c))
                Consider(_space.Classes.Member(c, 0), state, Move.OfUnknown(c));
        }

        Sort();
        return _found;
    }

    private static int[] NumberEffects(RegisterColumns columns, Deadline deadline)
    {
        var numbers = new Dictionary<(int Requires, int Forbids, int Writes), int>();
        var effectOf = new int[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            deadline.Tick();
            var effect = (columns.Requires[i], columns.Forbids[i], columns.Writes[i]);
            numbers.TryAdd(effect, numbers.Count);
            effectOf[i] = numbers[effect];
        }

        return effectOf;
    }

    /// <summary>Counts who is waiting for which value.</summary>
    private void LookAround(ReadOnlySpan<ulong> configuration)
    {
        _readers.Reset();
        _casFrom.Reset();
        _unknownCasFrom.Reset();
        _missesOf.Reset();
        _blindMisses = 0;
        foreach (var open in _space.Open.Certain)
        {
            if (_space.Layout.IsDone(configuration, open))
                continue;
            if (_columns.IsCas(open))
                _casFrom.Add(_columns.Requires[open]);
            else if (_columns.IsBlindMiss(open))
                CountBlindMiss(_columns.Forbids[open]);
            else if (_columns.IsPure(open))
                _readers.Add(_columns.Requires[open]);
        }

        for (var c = 0; c < _space.Open.ClassCount; c++)
        {
            _deadline.Tick();
            var first = _space.Classes.Member(c, 0);
            if (_columns.IsCas(first) && IsAvailable(configuration, c))
                _unknownCasFrom.Add(_columns.Requires[first]);
        }
    }

    private bool IsAvailable(ReadOnlySpan<ulong> configuration, int unknownClass) =>
        _space.CanMatter(unknownClass, _time) && _space.Layout.Used(configuration, unknownClass) < _space.Open.Available(unknownClass);

    private void CountBlindMiss(int forbids)
    {
        _blindMisses++;
        _missesOf.Add(forbids);
    }

    private void Consider(int operation, int state, Move move)
    {
        if (!_space.IsLegal(operation, state))
            return;
        if (_rules.Symmetry && !IsFirstOfItsKind(operation))
            return;
        if (_columns.IsPure(operation))
        {
            _found.Add((operation == _due ? EndsTheStep : 0, move));
            return;
        }

        var next = _columns.Writes[operation];
        var answered = Answered(next);
        if (MayWait(move) && operation != _due && !IsJustified(operation, next, answered, move.IsUnknown))
            return;
        if (_rules.Stranding && next != state && Strands(operation, state, move.IsUnknown))
            return;
        var endsTheStep = operation == _due || IsAnswered(_due, next);
        var worth = (AnswersOne * answered) + (endsTheStep ? EndsTheStep : LeavesTheStepOpen) + (move.IsUnknown ? SpendsUnknown : 0);
        _found.Add((worth, move));
    }

    private bool IsFirstOfItsKind(int operation)
    {
        if (_tried[_effectOf[operation]] > 0)
            return false;
        _tried.Add(_effectOf[operation]);
        return true;
    }

    private int Answered(int next) => _readers[next] + _blindMisses - _missesOf[next];

    private bool IsAnswered(int operation, int next) => _columns.IsPure(operation) && _space.IsLegal(operation, next);

    /// <summary>A certain write that was not made visible must be able to hide.</summary>
    private bool MayWait(Move move) => _rules.Justification && (move.IsUnknown || _rules.Hiding);

    /// <summary>A certain cas may be needed now, because what it found may not come again.</summary>
    private bool IsJustified(int operation, int next, int answered, bool isUnknown) =>
        answered > 0 || (_columns.IsCas(operation) && !isUnknown) || _casFrom[next] > 0 || _unknownCasFrom[next] > 0;

    private bool Strands(int operation, int state, bool isUnknown)
    {
        if (!_space.Events.HasOneOrigin(state))
            return false;
        var servedHere = _columns.Requires[operation] == state && !isUnknown ? 1 : 0;
        return _space.Events.IsAwaitedAfter(_time, state) || _casFrom[state] > servedHere || _readers[state] > 0;
    }

    /// <summary>By insertion: there are few, and equal ones must stay in their order.</summary>
    private void Sort()
    {
        for (var i = 1; i < _found.Count; i++)
        {
            var moved = _found[i];
            var at = i;
            for (; at > 0 && _found[at - 1].Worth > moved.Worth; at--)
                _found[at] = _found[at - 1];
            _found[at] = moved;
        }
    }
}
