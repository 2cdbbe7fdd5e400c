using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>
/// Which open operations the search must take, may take, or need not try. Each rule is an exchange argument: from any
/// linearization that goes another way, one is built that goes this way, so that no verdict changes.
/// </summary>
/// <remarks>
/// A value is dead when no operation left can tell it from another dead one. Whatever moves or drops the write of a dead value
/// changes what is seen by misses that only say "something else": while such are left, those rules rest.
/// </remarks>
internal sealed class SearchRules(RegisterHistory history, Timeline timeline, PendingValues values)
{
    /// <summary>The state of all values that no operation left can tell apart.</summary>
    public const int DeadState = -2;

    private readonly int[] _openReads = new int[history.ValueCount];
    private bool _hasOpenDeadWrite;

    private bool DeadIsDead => values.BlindMisses == 0;

    /// <summary>An open operation that is never better left for later, or null.</summary>
    public int? ForcedMove(int state)
    {
        if (state != DeadState || !DeadIsDead)
            return FirstOpen(number => IsSatisfiedRead(number, state));
        CountOpenReads(+1);
        var move = FirstOpen(number => IsSatisfiedRead(number, state) || IsDeadWrite(number) || IsWholeVisit(number));
        CountOpenReads(-1);
        return move;
    }

    /// <summary>Prepares <see cref="IsWorthTrying"/> for the operations that are open now.</summary>
    public void LookAround() => _hasOpenDeadWrite = FirstOpen(IsDeadWrite) is not null;

    /// <summary>Whether an open operation is legal now and may lead where no other choice does.</summary>
    public bool IsWorthTrying(int number, int state)
    {
        var operation = history.Operations[number];
        return operation.IsLegal(state)
            && !StrandsObservers(number, operation, state)
            && !IsPointless(number, operation)
            && !IsBetterAfterDeadWrite(operation);
    }

    /// <summary>A read of what is there now can be taken now: it changes nothing for those that come after.</summary>
    private bool IsSatisfiedRead(int number, int state) => history.Operations[number].IsPure && history.Operations[number].IsLegal(state);

    /// <summary>
    /// A write that nobody will see, over a value that nobody will see, can be taken now: where it stood later, the next
    /// operation that does not leave things as they are is a write that does not look.
    /// </summary>
    private bool IsDeadWrite(int number)
    {
        var operation = history.Operations[number];
        return operation.IsBlindWrite && number < history.CertainCount && values.IsDead(operation.Writes);
    }

    /// <summary>
    /// A write of a value whose observers left are all open reads, in a state that nobody will see: it and those reads can be
    /// moved to now, from wherever they stood. Should others write the value too, nobody will see it there.
    /// </summary>
    private bool IsWholeVisit(int number)
    {
        var operation = history.Operations[number];
        return operation.IsBlindWrite
            && values.Demand(operation.Writes) > 0
            && values.Observers(operation.Writes) == _openReads[operation.Writes];
    }

    /// <summary>The state is left for ever, although somebody left found it there.</summary>
    private bool StrandsObservers(int number, RegisterOperation operation, int state)
    {
        if (state == DeadState || operation.Next(state) == state)
            return false;
        var servedHere = operation.Requires == state && number < history.CertainCount ? 1 : 0;
        return values.Supply(state) == 0 && values.Demand(state) > servedHere;
    }

    /// <summary>An unknown operation need not have happened if nobody left can see that it did.</summary>
    private bool IsPointless(int number, RegisterOperation operation) =>
        DeadIsDead && number >= history.CertainCount && values.IsDead(operation.Writes);

    /// <summary>Before a write that does not look, an open write that nobody will see can hide at no cost; so it goes first.</summary>
    private bool IsBetterAfterDeadWrite(RegisterOperation operation) =>
        DeadIsDead && _hasOpenDeadWrite && operation.IsBlindWrite && !values.IsDead(operation.Writes);

    private int? FirstOpen(Func<int, bool> isWanted)
    {
        for (var cursor = timeline.First; timeline.IsOpen(cursor); cursor = timeline.Next(cursor))
        {
            if (isWanted(cursor))
                return cursor;
        }

        return null;
    }

    private void CountOpenReads(int by)
    {
        for (var cursor = timeline.First; timeline.IsOpen(cursor); cursor = timeline.Next(cursor))
        {
            var operation = history.Operations[cursor];
            if (operation.IsPure && operation.Requires != RegisterOperation.Anything)
                _openReads[operation.Requires] += by;
        }
    }
}
