using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>What an object's kind knows of calls that are left out of a counter-example.</summary>
internal interface IMemory
{
    /// <summary>Of the calls that are not told, enough for every order that all of them would allow if they were forgotten.</summary>
    IReadOnlyList<Call> MayMatter(IReadOnlyList<Call> told);

    /// <summary>Of the calls that are told, those that still say something when all others are forgotten.</summary>
    IReadOnlyList<Call> Telling(IReadOnlyList<Call> told) => told;

    /// <summary>All calls, those that most likely contradict the culprit first, the culprit before them.</summary>
    IEnumerable<Call> NearestFirst();

    /// <summary>Whether a call only looked. Where there is a choice, what was written makes the better explanation.</summary>
    bool OnlyLooked(Call call);
}

/// <summary>Knows nothing of the object: everything that was left out may matter, and the latest calls are the nearest.</summary>
/// <param name="known">All calls, in order of invocation.</param>
internal sealed class FullMemory(IReadOnlyList<Call> known) : IMemory
{
    public IReadOnlyList<Call> MayMatter(IReadOnlyList<Call> told)
    {
        var positions = told.Select(call => call.InvokedAt).ToHashSet();
        return [.. known.Where(call => !positions.Contains(call.InvokedAt))];
    }

    public IEnumerable<Call> NearestFirst() => known.OrderByDescending(call => call.CompletedAt == Call.Never ? call.InvokedAt : call.CompletedAt);

    public bool OnlyLooked(Call call) => call.IsCasMiss || call.F == "read";
}
