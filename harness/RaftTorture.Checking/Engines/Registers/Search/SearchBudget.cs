using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>What one run of one engine may cost. It gives back its memory when it is disposed of.</summary>
/// <param name="isExpired">See <see cref="CheckLimits.IsExpired"/>.</param>
/// <param name="memory">Shared by all that run at the same time.</param>
/// <param name="maxSteps">So many configurations may be looked at.</param>
internal sealed class SearchBudget(Func<bool> isExpired, MemoryPool memory, long maxSteps) : IDisposable
{
    /// <summary>Steps between two looks at the clock.</summary>
    private const long StepsPerPoll = 256;

    private long _held;
    private long _nextPoll;

    /// <summary>For work that is not counted in steps.</summary>
    public Deadline Deadline { get; } = new(isExpired);

    /// <summary>The limit that was reached, if one was. It stays reached.</summary>
    public SearchLimit? Reached { get; private set; }

    /// <summary>Configurations looked at so far.</summary>
    public long Steps { get; private set; }

    public bool TrySpendStep()
    {
        if (Reached is not null)
            return false;
        if (++Steps > maxSteps)
            Reached = SearchLimit.Steps;
        else if (Steps > _nextPoll)
            Poll();
        return Reached is null;
    }

    /// <summary>Looks at the clock between two parts of a work that is not counted in steps.</summary>
    public bool IsInTime()
    {
        Poll();
        return Reached is null;
    }

    /// <summary>Whether a table may become larger. The old one is held beside the new one until it is given back.</summary>
    public bool TryTake(long bytes)
    {
        if (memory.TryTake(bytes))
            _held += bytes;
        else
            Reached ??= SearchLimit.Memory;
        return Reached is null;
    }

    public void GiveBack(long bytes)
    {
        _held -= bytes;
        memory.GiveBack(bytes);
    }

    public void Dispose()
    {
        memory.GiveBack(_held);
        _held = 0;
    }

    private void Poll()
    {
        _nextPoll = Steps + StepsPerPoll;
        if (isExpired())
            Reached ??= SearchLimit.Time;
    }
}
