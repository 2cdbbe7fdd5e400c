using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Tests.Engines.Registers;

internal sealed class SearchTests
{
    private const int Histories = 3_000;

    [Test]
    public void Depth_first_search_agrees_with_brute_force([Values] bool isUnique, [Values(0, 70)] int blindPercent) =>
        AssertDecidesAll(new EngineTrial(DepthFirst).Run(seed: 21, Histories, isUnique, blindPercent));

    [Test]
    public void Breadth_first_search_agrees_with_brute_force([Values] bool isUnique, [Values(0, 70)] int blindPercent) =>
        AssertDecidesAll(new EngineTrial(BreadthFirst).Run(seed: 22, Histories, isUnique, blindPercent));

    [Test]
    public void The_relaxation_rejects_only_what_is_impossible_and_most_of_it([Values] bool isUnique, [Values(0, 70)] int blindPercent)
    {
        var trial = new EngineTrial(history => RegisterSearch.Relaxed(history, Unlimited(), PruningRules.All)).Run(seed: 23, Histories, isUnique, blindPercent);
        Assert.That(trial.Score(linearizable: false).Decided, Is.GreaterThan(trial.Score(false).All * 9 / 10));
    }

    [TestCaseSource(nameof(WithoutOneRule))]
    public void Each_rule_can_be_left_out_and_no_verdict_changes(string rule)
    {
        var rules = Without(rule);
        var depthFirst = new EngineTrial(history => RegisterSearch.DepthFirst(history, Unlimited(), rules));
        AssertDecidesAll(depthFirst.Run(seed: 24, Histories / 3, isUnique: false, blindPercent: 30));
        AssertDecidesAll(depthFirst.Run(seed: 26, Histories / 3, isUnique: true, blindPercent: 0));
        var breadthFirst = new EngineTrial(history => RegisterSearch.BreadthFirst(history, Unlimited(), rules));
        AssertDecidesAll(breadthFirst.Run(seed: 25, Histories / 3, isUnique: false, blindPercent: 30));
    }

    private static IEnumerable<string> WithoutOneRule() => typeof(PruningRules).GetProperties().Where(p => p.PropertyType == typeof(bool)).Select(p => p.Name);

    private static PruningRules Without(string rule)
    {
        var rules = PruningRules.All with { };
        typeof(PruningRules).GetProperty(rule)!.SetValue(rules, false);
        return rules;
    }

    private static void AssertDecidesAll(EngineTrial trial)
    {
        Assert.That(trial.Score(linearizable: true), Is.EqualTo((trial.Score(true).All, trial.Score(true).All)));
        Assert.That(trial.Score(linearizable: false), Is.EqualTo((trial.Score(false).All, trial.Score(false).All)));
    }

    private static SearchResult DepthFirst(RegisterHistory history) => RegisterSearch.DepthFirst(history, Unlimited(), PruningRules.All);

    private static SearchResult BreadthFirst(RegisterHistory history) => RegisterSearch.BreadthFirst(history, Unlimited(), PruningRules.All);

    private static SearchBudget Unlimited() => new(() => false, new MemoryPool(long.MaxValue), long.MaxValue);
}
