using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers;

/// <summary>
/// Decides many registers in rounds: in each round every one that is still undecided may cost so much, in the next one ten times as much. A
/// hard register does not keep a broken one from its verdict, and where one is broken, the hard ones are left.
/// </summary>
internal static class RegisterRaces
{
    private const long FirstSteps = 2_000;
    private const long FirstStepsPerOperation = 8;
    private const long Growth = 10;

    /// <returns>One result a register. One that is undecided by steps was left because another one is broken.</returns>
    public static SearchResult[] Run(IReadOnlyList<RegisterHistory> registers, CheckLimits limits)
    {
        var memory = new MemoryPool(limits.MaxBytes);
        RegisterRace[] races = [.. registers.Select(register => new RegisterRace(register))];
        var results = new SearchResult[races.Length];
        Array.Fill(results, new SearchResult.Undecided(SearchLimit.Steps));
        for (var effort = 1L; ; effort = checked(effort * Growth))
        {
            var open = Undecided(results);
            if (open.Length == 0 || results.Any(result => result is SearchResult.Impossible))
                return results;
            limits.ForEach(open.Length, i => results[open[i]] = races[open[i]].Run(limits, memory, Steps(races[open[i]], effort)));
        }
    }

    private static long Steps(RegisterRace race, long effort) => effort * (FirstSteps + (FirstStepsPerOperation * race.Operations));

    private static int[] Undecided(SearchResult[] results) =>
        [.. Enumerable.Range(0, results.Length).Where(i => results[i] is SearchResult.Undecided { Limit: SearchLimit.Steps })];
}
