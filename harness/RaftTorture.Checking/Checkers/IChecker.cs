using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers;

/// <summary>A judge: reads a history, says whether it was allowed.</summary>
public interface IChecker
{
    string Name { get; }

    /// <param name="history">All events in real-time order.</param>
    /// <param name="limits">What the search may cost; past it the verdict is unknown.</param>
    Verdict Check(IReadOnlyList<HistoryEvent> history, CheckLimits limits);
}

/// <summary>What a check may cost, and who does the work.</summary>
/// <param name="MaxBytes">Memory for the search's own tables, in bytes.</param>
/// <param name="IsExpired">
/// Asked now and then; true ends the search as unknown. A delegate because a pure project has no clock. Safe to ask from where
/// <see cref="ForEach"/> works.
/// </param>
public sealed record CheckLimits(long MaxBytes, Func<bool> IsExpired)
{
    public static readonly CheckLimits None = new(long.MaxValue, static () => false);

    /// <summary>
    /// Does something for each number from 0 to below a count, in any order or at the same time, and returns when all is done. A delegate
    /// because a pure project has no threads; one after the other unless somebody knows better.
    /// </summary>
    public Action<int, Action<int>> ForEach { get; init; } = OneAfterTheOther;

    private static void OneAfterTheOther(int count, Action<int> work)
    {
        for (var i = 0; i < count; i++)
            work(i);
    }
}
