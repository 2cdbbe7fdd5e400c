using System.Diagnostics;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Benchmarks.JudgeRules;

/// <summary>Runs each search over all cases with all rules, and again without each of them.</summary>
internal sealed class Ablation(IReadOnlyList<Case> cases, long maxSteps)
{
    private const long MaxBytes = 1L << 30;
    private static readonly TimeSpan MostEach = TimeSpan.FromSeconds(1);

    private delegate SearchResult? Search(RegisterHistory history, SearchBudget budget, PruningRules rules);

    /// <param name="Wrong">Answers that are known to be false; must be 0.</param>
    public sealed record Row(string Search, string Group, string Rules, int Decided, int Undecided, int Wrong, long Configurations, double Seconds);

    public IEnumerable<Row> Rows()
    {
        foreach (var (name, search) in Searches())
        {
            foreach (var group in cases.GroupBy(c => c.Group))
            {
                foreach (var (rulesName, rules) in Variants())
                    yield return Run(name, search, [.. group], rulesName, rules);
            }
        }
    }

    private static (string Name, Search Run)[] Searches() =>
    [
        ("depth first", RegisterSearch.DepthFirst),
        ("breadth first", RegisterSearch.BreadthFirst),
        ("relaxed", RegisterSearch.Relaxed),
    ];

    private static IEnumerable<(string Name, PruningRules Rules)> Variants()
    {
        yield return ("all", PruningRules.All);
        foreach (var rule in typeof(PruningRules).GetProperties().Where(property => property.PropertyType == typeof(bool)))
        {
            var rules = PruningRules.All with { };
            rule.SetValue(rules, false);
            yield return ($"without {rule.Name}", rules);
        }
    }

    private static Row Run(string name, Search search, Case[] group, string rulesName, PruningRules rules, long steps)
    {
        var (decided, wrong, configurations, watch) = (0, 0, 0L, Stopwatch.StartNew());
        foreach (var one in group)
        {
            var started = watch.Elapsed;
            using var budget = new SearchBudget(() => watch.Elapsed - started > MostEach, new MemoryPool(MaxBytes), steps);
            var result = search(one.History, budget, rules);
            configurations += budget.Steps;
            if (result is not (SearchResult.Found or SearchResult.Impossible))
                continue;
            decided++;
            if (one.IsLinearizable is { } known && known != result is SearchResult.Found)
                wrong++;
        }

        return new Row(name, group[0].Group, rulesName, decided, group.Length - decided, wrong, configurations, watch.Elapsed.TotalSeconds);
    }

    private Row Run(string name, Search search, Case[] group, string rulesName, PruningRules rules) => Run(name, search, group, rulesName, rules, maxSteps);
}
