using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults.Recipes;
using RaftTorture.Scenarios.Faults.Triggers;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>A plan's faults in time. Every family has a rhythm and dice of its own, so that faults overlap.</summary>
public static class NemesisSchedule
{
    /// <summary>So many actions of a family fall into a period at least, however long the interval: two, and one in reserve.</summary>
    private const int ActionsInPeriod = 4;

    /// <summary>What needs a cluster that can grant things goes first where there is more than that, before others have taken that away.</summary>
    private const int HeadStart = 8;

    /// <summary>In a turn the others begin sooner than they go on: one that comes late may find the turn over, because another took its time.</summary>
    private const int FirstSooner = 2;

    /// <summary>
    /// Families and recipes, all at once or in turns (<see cref="Mixtures"/>), and all triggers; ends with the time limit, or later where a family
    /// has its turn and has not yet had an effect.
    /// </summary>
    /// <exception cref="PlanException">The plan names what there is not.</exception>
    public static IGenerator<Fault> Create(Plan plan)
    {
        var dice = new Dice(plan.Seed).Fork("nemesis");
        var parts = Parts(plan);
        var periodNs = Nanoseconds(Mixtures.PeriodSeconds(plan, parts.Length));
        IEnumerable<IGenerator<Fault>> triggers = Trigger.Of(plan).Select((trigger, n) =>
            new TriggeredFaults(trigger, trigger.Draw(plan), plan, dice.Fork("triggers").Fork(n)));
        return periodNs == 0
            ? InTime(plan, [.. triggers, AllAtOnce(plan, parts, dice)])
            : new Any<Fault>([InTime(plan, triggers), InTurns(plan, parts, periodNs, dice)]);
    }

    private static TimeLimit<Fault> InTime(Plan plan, IEnumerable<IGenerator<Fault>> faults) =>
        new(Nanoseconds(plan.TimeLimitSeconds), new Any<Fault>([.. faults]));

    private static Any<Fault> AllAtOnce(Plan plan, ImmutableArray<Part> parts, Dice dice) =>
        new([.. parts.Select(part =>
            part.Create(dice.Fork(part.Name), Nanoseconds(plan.NemesisIntervalSeconds), parts.Length > 1 && part.NeedsCalm ? Nanoseconds(plan.NemesisIntervalSeconds) / HeadStart : null))]);

    private static Rotation InTurns(Plan plan, ImmutableArray<Part> parts, long periodNs, Dice dice)
    {
        var gapNs = Math.Min(Nanoseconds(plan.NemesisIntervalSeconds), periodNs / ActionsInPeriod);
        var mixtures = Mixtures.Deal(plan, parts.Length, dice.Fork("mixtures")).Select((mixture, period) => new Mixture(
            [.. mixture.Order().Select(n => parts[n].In(dice.Fork(parts[n].Name).Fork(period), gapNs))], []));
        return new Rotation(Nanoseconds(plan.TimeLimitSeconds), [.. mixtures]);
    }

    private static ImmutableArray<Part> Parts(Plan plan)
    {
        _ = NemesisCatalog.Kinds(plan); // refuses what cannot be read
        return [.. NemesisCatalog.Asked(plan).Select(family => Of(family, plan)), .. NemesisCatalog.Recipes(plan).Select(recipe => Of(recipe, plan))];
    }

    private static Part Of(FaultFamily family, Plan plan) => new(family.Name, family.Kind, family.Kind.NeedsLeaderToHeal(), (dice, gapNs, firstGapNs) =>
        new Stagger<Fault>(gapNs, dice.Fork("gaps"), new FaultCycle(plan.Nodes, family.Draw(plan), dice.Fork("faults"))) { FirstGapNs = firstGapNs });

    private static Part Of(Recipe recipe, Plan plan) => new(recipe.Name, null, true, (dice, gapNs, firstGapNs) =>
        new Cooking(recipe, plan.Nodes, firstGapNs ?? gapNs, dice));

    private static long Nanoseconds(double seconds) => (long)(seconds * 1e9);

    /// <summary>Something that has a turn in a mixture.</summary>
    private sealed record Part(string Name, FaultKind? Kind, bool NeedsCalm, CreatePart Create)
    {
        public Ingredient In(Dice dice, long gapNs) => new(Kind, Create(dice, gapNs, gapNs / (NeedsCalm ? HeadStart : FirstSooner)));
    }

    private delegate IGenerator<Fault> CreatePart(Dice dice, long gapNs, long? firstGapNs);
}
