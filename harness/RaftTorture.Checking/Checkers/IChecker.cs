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

/// <summary>What a check may cost.</summary>
/// <param name="MaxBytes">Memory for the search's own tables, in bytes.</param>
/// <param name="IsExpired">Asked now and then; true ends the search as unknown. A delegate because a pure project has no clock.</param>
public sealed record CheckLimits(long MaxBytes, Func<bool> IsExpired)
{
    public static readonly CheckLimits None = new(long.MaxValue, static () => false);
}
