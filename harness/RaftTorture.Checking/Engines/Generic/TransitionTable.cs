using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// The states of a model, numbered as they are met, and what each class of operations makes of each: filled in when first asked for, so that the
/// model is asked once a pair (the idea is that of Knossos' memoized models). States that cannot be seen any more are one.
/// </summary>
internal sealed class TransitionTable<TModel, TState>
    where TModel : struct, IModel<TState>
    where TState : notnull, IEquatable<TState>
{
    /// <summary>The answer is impossible in that state; also said when a limit was reached, which the budget knows.</summary>
    public const int Impossible = -1;

    private const long BytesPerState = 100;
    private const long BytesPerTransition = 48;

    private readonly ModelHistory _history;
    private readonly SearchBudget _budget;
    private readonly Predicate<TState>? _canBeSeen;
    private readonly List<TState> _states = [];

    // Looked up, never enumerated.
    private readonly Dictionary<TState, int> _numbers = [];
    private readonly Dictionary<(int State, int Class), int> _next = [];
    private int _unseen = Impossible;

    public TransitionTable(ModelHistory history, TState initial, SearchBudget budget)
    {
        _history = history;
        _budget = budget;
        _canBeSeen = TModel.CanBeSeen(budget.Deadline.Watch(history.Calls));
        InitialState = NumberOf(initial);
    }

    public int InitialState { get; }

    /// <returns>The state after the operation, or <see cref="Impossible"/>.</returns>
    public int Next(int state, int operation)
    {
        var pair = (state, _history.Classes.Of(operation));
        if (_next.TryGetValue(pair, out var next))
            return next;
        if (!_budget.TryTake(BytesPerTransition))
            return Impossible;
        next = Ask(state, operation);

        // A model may be slow: no two of its steps without a look at the clock.
        if (!_budget.IsInTime())
            return Impossible;
        _next.Add(pair, next);
        return next;
    }

    private int Ask(int state, int operation)
    {
        var call = _history.Calls[operation];
        if (!TModel.Step(_states[state], call, out var after))
            return Impossible;
        var next = NumberOf(after);
        if (next != state && next != Impossible && _history.IsReadOnly[operation])
            throw new InvalidOperationException($"the model {TModel.Name} says that {call.F} is read-only, but it changed the state");
        return next;
    }

    private int NumberOf(TState state)
    {
        if (_numbers.TryGetValue(state, out var number))
            return number;
        var isUnseen = _canBeSeen?.Invoke(state) == false;
        if (isUnseen && _unseen != Impossible)
            return _unseen;
        if (!_budget.TryTake(BytesPerState + TModel.SizeOf(state)))
            return Impossible;
        number = _states.Count;
        _states.Add(state);
        _numbers.Add(state, number);
        if (isUnseen)
            _unseen = number;
        return number;
    }
}
