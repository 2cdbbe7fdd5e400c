using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>How a family draws its faults under a plan.</summary>
/// <param name="plan">Its world, and what it restricts the family to.</param>
/// <param name="targets">Some of <see cref="FaultFamily.Targets"/>: never empty, unless the family has none.</param>
public delegate DrawFault DrawAmong(Plan plan, ImmutableArray<string> targets);

/// <summary>Faults that are asked for under one name.</summary>
/// <param name="Name">In <c>--nemesis</c>.</param>
/// <param name="Kind">Of all its faults.</param>
/// <param name="Targets">What it may be restricted to: node targets, or the shapes of partitions; empty if there is nothing to choose.</param>
/// <param name="Among">Draws them.</param>
public sealed record FaultFamily(string Name, FaultKind Kind, ImmutableArray<string> Targets, DrawAmong Among)
{
    /// <summary>Its faults under a plan, at the targets that the plan allows.</summary>
    public DrawFault Draw(Plan plan) => Among(plan, TargetsOf(plan));

    /// <summary>What the plan asks for of what the family has; all of it where the plan says nothing.</summary>
    public ImmutableArray<string> TargetsOf(Plan plan) => Chosen.Of(AskedOf(plan), Targets);

    private ImmutableArray<string> AskedOf(Plan plan) => Kind == FaultKind.Partition ? plan.PartitionTargets : plan.NodeTargets;
}
