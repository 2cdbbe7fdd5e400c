using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults.Triggers;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Something that must have come to its end at least once, or the run did not do what its plan says.</summary>
/// <param name="Cause">What the receipt that proves it names (<see cref="Receipt.Cause"/>).</param>
/// <param name="WhyUnseen">What to say where there is no such receipt.</param>
public sealed record FaultEnd(string Cause, string WhyUnseen)
{
    /// <summary>All that a plan demands: every recipe played to its last stage, every trigger pulled.</summary>
    public static ImmutableArray<FaultEnd> Of(Plan plan) =>
    [
        .. NemesisCatalog.Recipes(plan).Select(recipe => new FaultEnd(
            recipe.End, $"the recipe {recipe.Name} was never played to its end: give it more time, or a shorter interval")),
        .. Trigger.Of(plan).Select(trigger => new FaultEnd(
            trigger.Text, $"the trigger '{trigger.Text}' was never pulled with an effect: give it more time, or something that brings about what it waits for")),
    ];

    public bool IsSeenIn(Receipt receipt) => receipt.Confirmed && receipt.Cause == Cause;
}
