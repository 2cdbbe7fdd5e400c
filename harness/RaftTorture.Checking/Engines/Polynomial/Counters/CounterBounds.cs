using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Polynomial.Counters;

/// <summary>
/// Between what a read can have seen, whatever the order: all that ended before it began is in it, and of the rest that began before it ended at
/// least all that takes away, or at most all that adds. A read outside is impossible; one inside need not be possible.
/// </summary>
/// <remarks>The bounds of Jepsen's counter checker, with negative numbers too.</remarks>
internal sealed class CounterBounds
{
    private readonly ModelHistory _history;
    private readonly long[] _amounts;
    private readonly (Int128 Up, Int128 Down)[] _endedBefore;

    // Of what was invoked, and of what has ended: the sums of what adds and of what takes away.
    private (Int128 Up, Int128 Down) _invoked;
    private (Int128 Up, Int128 Down) _ended;

    public CounterBounds(ModelHistory history, long[] amounts, long initial, Deadline deadline)
    {
        _history = history;
        _amounts = amounts;
        _endedBefore = new (Int128, Int128)[history.CertainCount];
        foreach (var (operation, isEnd) in history.Events(deadline))
            IsBroken |= history.IsReadOnly[operation] ? IsOutside(operation, isEnd, initial) : Count(operation, isEnd);
        MayWrapAround = initial + _invoked.Up > long.MaxValue || initial + _invoked.Down < long.MinValue;
    }

    /// <summary>Whether some read is outside its bounds.</summary>
    public bool IsBroken { get; }

    /// <summary>Whether numbers of 64 bits may not suffice; then nothing is said.</summary>
    public bool MayWrapAround { get; }

    private bool IsOutside(int read, bool isEnd, long initial)
    {
        if (!isEnd)
        {
            _endedBefore[read] = _ended;
            return false;
        }

        var (least, most) = (initial + _endedBefore[read].Up + _invoked.Down, initial + _endedBefore[read].Down + _invoked.Up);
        return _history.Calls[read].Result is not Value.Number seen || seen.Content < least || seen.Content > most;
    }

    /// <returns>False: an addition is never broken.</returns>
    private bool Count(int addition, bool isEnd)
    {
        ref var sums = ref isEnd ? ref _ended : ref _invoked;
        sums.Up += Math.Max(0, _amounts[addition]);
        sums.Down += Math.Min(0, _amounts[addition]);
        return false;
    }
}
