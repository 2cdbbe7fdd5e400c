namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>Which of two configurations in one state can do all that the other one can.</summary>
internal sealed class Dominance(ConfigurationSpace space, RegisterColumns columns)
{
    /// <summary>
    /// Whether one configuration has answered every read that the other has, used no operation that the other has not, and owes nothing that
    /// the other does not owe. Then any way on from the other is one from it.
    /// </summary>
    public bool IsAtLeast(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        if (!space.Layout.UsesNoMore(one, other))
            return false;
        foreach (var open in space.Open.Certain)
        {
            var (isDone, isDoneInOther) = (space.Layout.IsDone(one, open), space.Layout.IsDone(other, open));
            var isAsGood = columns.IsPure(open)
                ? isDone || !isDoneInOther
                : isDone == isDoneInOther ? isDone || OwesNoMore(one, other, open) : !isDone && IsReleased(one, open);
            if (!isAsGood)
                return false;
        }

        return true;
    }

    private bool OwesNoMore(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other, int open) => IsReleased(one, open) || !IsReleased(other, open);

    /// <summary>A write that does not look and may have been hidden already; it can still be made visible.</summary>
    private bool IsReleased(ReadOnlySpan<ulong> configuration, int open) =>
        columns.IsBlindWrite(open) && space.Events.CalledAt[open] < ConfigurationLayout.ReleasedBefore(configuration);
}
