using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Benchmarks.JudgeRules;

/// <summary>One register to search.</summary>
/// <param name="Group">What kind of history it comes from.</param>
/// <param name="IsLinearizable">Null where it is not known.</param>
internal sealed record Case(string Group, string Name, RegisterHistory History, bool? IsLinearizable);

/// <summary>The registers that the rules are tried on: recorded ones, and generated ones with few values and unknown operations.</summary>
internal static class Cases
{
    private const int Operations = 500;

    public static IReadOnlyList<Case> All(string? folder) =>
        [.. folder is null ? [] : SharedHistories.In(folder).SelectMany(Recorded), .. Generated()];

    private static IEnumerable<Case> Recorded(SharedHistory shared)
    {
        var keys = KeyCalls.Of(shared.Events);
        foreach (var key in keys)
        {
            var isLinearizable = shared.IsLinearizable ? true : keys.Count == 1 ? false : (bool?)null;
            yield return new Case(shared.Name.Split('/')[0], $"{shared.Name} {key.Name}", RegisterHistory.Of(key.Calls, shared.Initial), isLinearizable);
        }
    }

    private static IEnumerable<Case> Generated()
    {
        foreach (var clients in (int[])[20, 50])
        {
            foreach (var unknownPercent in (int[])[1, 5, 20])
            {
                foreach (var isStale in (bool[])[false, true])
                {
                    for (var seed = 0UL; seed < 2; seed++)
                    {
                        yield return Generate("5 values", new HotRegister(Operations, clients, Values: 5, unknownPercent), seed, isStale);
                        var unique = new HotRegister(Operations, clients, Values: 0, unknownPercent, BlindPercent: 100);
                        yield return Generate("unique, blind misses", unique, seed, isStale);
                    }
                }
            }
        }
    }

    private static Case Generate(string kind, HotRegister hot, ulong seed, bool isStale)
    {
        var events = hot.Generate(new Dice(seed), isStale);
        return new Case(isStale ? $"{kind}, stale" : kind, $"{hot} {seed}", RegisterHistory.Of(Pairing.Pair(events), Value.Absent), isStale ? null : true);
    }
}
