using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults.Triggers;

/// <summary>A fault that strikes when something is seen, in place of when dice say: <c>kill primary when leader-elected after 5ms</c>.</summary>
/// <param name="Text">As it stands in the plan.</param>
/// <param name="Family">Of the fault.</param>
/// <param name="Target">One of the family's targets, or null for what the plan allows.</param>
/// <param name="Condition">What must be seen.</param>
/// <param name="AfterMs">How long after that it strikes, milliseconds.</param>
public sealed record Trigger(string Text, FaultFamily Family, string? Target, Condition Condition, int AfterMs)
{
    /// <summary>Its faults under a plan.</summary>
    public DrawFault Draw(Plan plan) => Target is null ? Family.Draw(plan) : Family.Among(plan, [Target]);

    /// <summary>The plan's triggers.</summary>
    /// <exception cref="PlanException">One of them cannot be read.</exception>
    public static ImmutableArray<Trigger> Of(Plan plan) => [.. plan.Triggers.Select(TriggerText.Parse)];
}
