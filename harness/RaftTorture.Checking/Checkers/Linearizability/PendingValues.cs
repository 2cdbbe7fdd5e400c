using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>What the operations that are not yet linearized still want of each value, and can still do to it.</summary>
internal sealed class PendingValues
{
    private readonly RegisterHistory _history;
    private readonly int[] _observers;
    private readonly int[] _demand;
    private readonly int[] _supply;

    public PendingValues(RegisterHistory history)
    {
        _history = history;
        _observers = new int[history.ValueCount];
        _demand = new int[history.ValueCount];
        _supply = new int[history.ValueCount];
        for (var i = 0; i < history.Operations.Count; i++)
            Count(i, +1);
    }

    /// <summary>How many misses that did not say what they saw are left. They look at every value, so that none is dead to them.</summary>
    public int BlindMisses { get; private set; }

    /// <summary>How many operations can tell this value from others.</summary>
    public int Observers(int value) => _observers[value];

    /// <summary>Nobody can tell this value from any other one that is dead.</summary>
    public bool IsDead(int value) => _observers[value] == 0;

    /// <summary>How many operations can bring this value about.</summary>
    public int Supply(int value) => _supply[value];

    /// <summary>How many operations certainly found this value.</summary>
    public int Demand(int value) => _demand[value];

    /// <summary>Some operation found a value that nobody can have written.</summary>
    public bool HasUnservedDemand()
    {
        for (var value = 0; value < _demand.Length; value++)
        {
            if (value != RegisterHistory.InitialState && _demand[value] > 0 && _supply[value] == 0)
                return true;
        }

        return false;
    }

    public void Remove(int operation) => Count(operation, -1);

    public void Restore(int operation) => Count(operation, +1);

    private void Count(int operation, int by)
    {
        var (requires, forbids, writes) = _history.Operations[operation];
        if (requires != RegisterOperation.Anything)
        {
            _observers[requires] += by;
            if (operation < _history.CertainCount)
                _demand[requires] += by;
        }

        if (forbids != RegisterOperation.Nothing)
        {
            _observers[forbids] += by;
            if (requires == RegisterOperation.Anything)
                BlindMisses += by;
        }

        if (writes != RegisterOperation.Nothing)
            _supply[writes] += by;
    }
}
