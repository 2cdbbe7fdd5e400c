using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Faults.Recipes;
using RaftTorture.Scenarios.Faults.Triggers;

namespace RaftTorture.Scenarios.Plans;

/// <summary>Whether what a plan breaks can be broken: in its world, on its nodes, with its choices.</summary>
public static class NemesisValidation
{
    /// <summary>Every problem, one line each; empty if there is none.</summary>
    public static ImmutableArray<string> Problems(Plan plan) =>
    [
        .. Words(plan),
        .. FaultChoices.All.SelectMany(choices => choices.Problems(plan)),
        .. NemesisCatalog.Asked(plan).SelectMany(family => Problems(family, plan)),
        .. NemesisCatalog.Recipes(plan).SelectMany(recipe => Problems(recipe, plan)),
        .. plan.Triggers.SelectMany(text => Problems(text, plan)),
    ];

    private static IEnumerable<string> Words(Plan plan)
    {
        foreach (var name in plan.Nemesis.Where(name => !NemesisCatalog.Knows(name)))
            yield return NemesisCatalog.WhyUnknown(name);
        if (plan.Nemesis.Length > 1 && plan.Nemesis.Contains("none"))
            yield return "the nemesis 'none' stands beside others: leave it out, or leave them out";
        foreach (var name in plan.PartitionTargets.Except(PartitionFaults.Shapes))
            yield return $"unknown partition target '{name}': choose from {string.Join(", ", PartitionFaults.Shapes)}";
        foreach (var name in plan.NodeTargets.Except(NodeTargets.Choices))
            yield return $"unknown node target '{name}': choose from {string.Join(", ", NodeTargets.Choices)}";
        if (!ClockMethods.Names.Contains(plan.ClockMethod))
            yield return ClockMethods.WhyUnknown(plan.ClockMethod);
    }

    private static IEnumerable<string> Problems(FaultFamily family, Plan plan)
    {
        if (!WorldCatalog.Has(plan.World, family.Kind))
            yield return $"the {plan.World} world has no {family.Name}: take --world {string.Join(" or ", WorldCatalog.With(family.Kind))}, or leave {family.Name} out of the nemeses";
        if (WhyTooFew(family, plan) is { } why)
            yield return $"{why}, or leave {family.Name} out of the nemeses";
        else if (!family.Targets.IsEmpty && family.TargetsOf(plan).IsEmpty)
            yield return $"{WhyNoTarget(family)}, or leave {family.Name} out of the nemeses";
    }

    private static IEnumerable<string> Problems(Recipe recipe, Plan plan)
    {
        if (plan.Nodes.Length < RecipeCatalog.LeastNodes)
            yield return $"{recipe.Name} needs {RecipeCatalog.LeastNodes} nodes: take more, or leave {recipe.Name} out of the nemeses";
    }

    private static IEnumerable<string> Problems(string text, Plan plan)
    {
        if (WhyUnreadable(text) is { } why)
            return [why];
        var trigger = TriggerText.Parse(text);
        if (trigger.Condition is Condition.MessagePassed && WorldCatalog.IsOfPackets(plan.World))
            return [$"the trigger '{text}' waits for a message, which only the {WorldCatalog.Local} world's proxies can read: take --world {WorldCatalog.Local}, or another condition"];
        var under = trigger.Target is null ? plan : plan with { PartitionTargets = [], NodeTargets = [] };
        return Problems(trigger.Family, under).Select(problem => $"the trigger '{text}': {problem}");
    }

    private static string? WhyUnreadable(string text)
    {
        try
        {
            TriggerText.Parse(text);
            return null;
        }
        catch (PlanException refusal)
        {
            return refusal.Message;
        }
    }

    private static string? WhyTooFew(FaultFamily family, Plan plan) => family.Kind switch
    {
        FaultKind.Partition when !family.TargetsOf(plan).Any(shape => PartitionFaults.IsPossible(shape, plan.Nodes.Length)) =>
            $"{plan.Nodes.Length} nodes cannot be parted like that: take more nodes",
        FaultKind.Packet when plan.Nodes.Length < 2 => "one node has no links to slow down: take more nodes",
        FaultKind.Transfer when plan.Nodes.Length < 2 => "one node has nobody to hand over to: take more nodes",
        FaultKind.Membership when plan.Nodes.Length < 2 => "one node cannot leave its cluster: take more nodes",
        FaultKind.Corruption when plan.Nodes.Length < 3 => "the data of fewer than three nodes have no sound copy to spare: take more nodes",
        _ => null,
    };

    private static string WhyNoTarget(FaultFamily family) => family.Kind switch
    {
        FaultKind.Pause => "a pause never strikes all nodes: add another node target",
        FaultKind.Membership => "one node leaves at a time: add one or primary to the node targets",
        _ => $"{family.Name} strikes none of these node targets: add one of {string.Join(", ", family.Targets)}",
    };
}
