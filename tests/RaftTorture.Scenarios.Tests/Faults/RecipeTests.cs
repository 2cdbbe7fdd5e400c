using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Faults.Recipes;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Tests.Fakes;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class RecipeTests
{
    private const long Second = 1_000_000_000;

    private static readonly ImmutableArray<string> Nodes = ["n1", "n2", "n3", "n4", "n5"];

    [TestCase("pause-kill", new[] { "pause", "kill", "resume", "start" })]
    [TestCase("part-kill", new[] { "start-partition", "kill", "stop-partition", "start" })]
    public void A_recipe_strikes_in_its_order_and_heals_in_its_order(string name, string[] order)
    {
        var ledger = Play(name, reElects: true);

        Assert.That(ledger.Played.Take(4).Select(struck => struck.Fault.F), Is.EqualTo(order));
        Assert.That(ledger.Played[3].Cause!.Name, Is.EqualTo($"{name} 6/6"));
    }

    [Test]
    public void The_leader_is_in_the_minority_that_sleeps_and_all_others_are_killed()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var played = Play("pause-kill", reElects: true, seed).Played;
            var (few, rest) = (played[0].Fault.Holds, played[1].Fault.Holds);
            Assert.That(few, Has.Member("n1").And.Length.LessThanOrEqualTo(2));
            Assert.That(few.Concat(rest), Is.EquivalentTo(Nodes));
        }
    }

    [Test]
    public void Nobody_is_killed_before_another_leads_and_without_one_the_recipe_is_given_up_and_undone()
    {
        var ledger = Play("part-kill", reElects: false);

        Assert.That(ledger.Played.Take(2).Select(struck => struck.Fault.F), Is.EqualTo(new[] { "start-partition", "stop-partition" }));
        Assert.That(ledger.Played.Select(struck => struck.Fault), Has.None.InstanceOf<Fault.Kill>());
        Assert.That(ledger.Played[1].AtNs - ledger.Played[0].AtNs, Is.InRange(15 * Second, 16 * Second));
    }

    [Test]
    public void A_recipe_that_was_not_played_to_its_end_leaves_the_run_unknown()
    {
        var plan = new Plan { Seed = 1, Nemesis = ["pause-kill"] };
        var played = Play("pause-kill", reElects: true).Played.Take(4).Select(Receipt).ToList();

        Assert.That(FaultsVerdict.Of(NemesisCatalog.Kinds(plan), played, FaultEnd.Of(plan)).Validity, Is.EqualTo(Validity.Valid));
        Assert.That(
            FaultsVerdict.Of(NemesisCatalog.Kinds(plan), [.. played.Select(receipt => receipt with { Cause = null })], FaultEnd.Of(plan)).Summary,
            Is.EqualTo("the recipe pause-kill was never played to its end: give it more time, or a shorter interval"));
    }

    [Test]
    public void A_recipe_asks_for_the_kinds_that_it_strikes_with() =>
        Assert.That(NemesisCatalog.Kinds(new Plan { Seed = 1, Nemesis = ["part-kill"] }), Is.EqualTo(new[] { FaultKind.Partition, FaultKind.Kill }));

    private static Receipt Receipt(Struck struck) => new(
        struck.Fault.Kind, struck.Fault.F, struck.Fault.Description, struck.Fault.IsHeal, true, "seen", struck.AtNs, struck.AtNs)
    {
        Cause = struck.Cause?.Name,
    };

    private static Ledger Play(string name, bool reElects, int seed = 1)
    {
        var recipe = RecipeCatalog.All.Single(recipe => recipe.Name == name);
        Ledger? ledger = null;
        ledger = new Ledger(_ => new ClusterView(reElects && ledger!.InForce.Length > 0 ? Other(ledger.InForce[0]) : "n1", []));
        return ledger.Play(new Cooking(recipe, Nodes, Second, new Dice(seed)), 60 * Second);
    }

    /// <summary>A node that a pause or a partition leaves in the majority.</summary>
    private static string Other(Fault fault) => fault is Fault.Partition partition
        ? Nodes.MinBy(node => partition.Cut.Count(link => link.From == node))!
        : Nodes.First(node => !fault.Holds.Contains(node));
}
