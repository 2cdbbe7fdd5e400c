using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults.Recipes;

/// <summary>Faults that strike in a stated order, each when the ones before have had their effect: what dice alone would hardly ever do.</summary>
/// <param name="Name">In <c>--nemesis</c>.</param>
/// <param name="Kinds">The families of its faults.</param>
/// <param name="Stages">In order; the last one strikes or heals, so that it leaves a receipt.</param>
public sealed record Recipe(string Name, ImmutableArray<FaultKind> Kinds, ImmutableArray<Stage> Stages)
{
    /// <summary>What the receipt of the last stage names as its cause: the proof that it was played to its end.</summary>
    public string End => new Cause.Stage(Name, Stages.Length, Stages.Length).Name;
}
