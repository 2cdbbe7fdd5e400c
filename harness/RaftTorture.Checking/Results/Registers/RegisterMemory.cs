using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>What of forgotten calls a register must be searched with: enough writes of each value that somebody needs.</summary>
/// <remarks>
/// In an order with as few forgotten calls as possible, each forgotten write is seen by some operation before the next write: another could be left out.
/// So a value needs at most as many forgotten writes as there are operations that need it. Forgotten writes of a value are all
/// alike, and each can stand in for a forgotten cas to that value; only where they run out, every forgotten cas to it is needed, and what
/// these expect. A miss that does not say what it saw can tell any value from another: beside one, everything is needed.
/// </remarks>
internal sealed class RegisterMemory : IMemory
{
    private readonly IReadOnlyList<Call> _known;
    private readonly Call _culprit;
    private readonly ILookup<Value, Call> _writes;
    private readonly ILookup<Value, Call> _cas;

    /// <param name="known">All calls up to the culprit's end, in order of invocation.</param>
    /// <param name="culprit">The call whose end made them impossible.</param>
    public RegisterMemory(IReadOnlyList<Call> known, Call culprit)
    {
        _known = known;
        _culprit = culprit;
        var writers = known.Where(call => call.Written() is not null).ToArray();
        _writes = writers.Where(call => call.Expected() is null).ToLookup(call => call.Written()!);
        _cas = writers.Where(call => call.Expected() is not null).ToLookup(call => call.Written()!);
    }

    public IReadOnlyList<Call> MayMatter(IReadOnlyList<Call> told)
    {
        if (told.Any(RegisterCall.IsBlindMiss))
            return new FullMemory(_known).MayMatter(told);
        var isTold = told.Select(call => call.InvokedAt).ToHashSet();
        var needed = new Queue<Value>(told.Select(call => call.Seen() ?? call.Expected()).OfType<Value>());
        var supplies = new Dictionary<Value, IEnumerator<Call>>();
        var chosen = new List<Call>();
        while (needed.TryDequeue(out var value))
        {
            if (!supplies.TryGetValue(value, out var supply))
                supplies.Add(value, supply = _writes[value].Where(call => !isTold.Contains(call.InvokedAt)).GetEnumerator());
            if (supply.MoveNext())
                chosen.Add(supply.Current);
            else
                AddEveryCas(value, isTold, chosen, needed);
        }

        return chosen;
    }

    /// <summary>Calls that touch what the culprit saw, and the latest calls, by turns.</summary>
    public IEnumerable<Call> NearestFirst()
    {
        var latest = new FullMemory(_known).NearestFirst().ToArray();
        var seen = _culprit.Seen();
        var touching = latest.Where(call => call.Written() == seen || call.Seen() == seen);
        return latest.Select(Ranked).Concat(touching.Select(Ranked)).OrderBy(x => x.Rank).Select(x => x.Call).DistinctBy(call => call.InvokedAt);

        static (Call Call, int Rank) Ranked(Call call, int rank) => (call, rank);
    }

    public bool OnlyLooked(Call call) => call.Written() is null;

    private void AddEveryCas(Value value, HashSet<int> isTold, List<Call> chosen, Queue<Value> needed)
    {
        foreach (var cas in _cas[value].Where(call => isTold.Add(call.InvokedAt)))
        {
            chosen.Add(cas);
            needed.Enqueue(cas.Expected()!);
        }
    }
}
