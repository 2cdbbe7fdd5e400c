using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults.Recipes;

/// <summary>Draws a stage's fault, or null if it cannot be had now.</summary>
/// <param name="kitchen">What the recipe has done so far, and what there is.</param>
/// <param name="dice">Throw.</param>
public delegate Fault? DrawStage(Kitchen kitchen, ref Dice dice);

/// <summary>All that a stage of a recipe may look at.</summary>
/// <param name="Nodes">All there are.</param>
/// <param name="Cluster">What is known of them.</param>
/// <param name="Done">What the recipe has struck with so far, in order.</param>
public sealed record Kitchen(ImmutableArray<string> Nodes, ClusterView Cluster, ImmutableArray<Fault> Done);

/// <summary>One stage of a recipe.</summary>
public abstract record Stage
{
    private Stage()
    {
    }

    /// <summary>Does something.</summary>
    public sealed record Strike(DrawStage Draw) : Stage;

    /// <summary>Heals what the n-th strike did, from 0.</summary>
    public sealed record Undo(int Number) : Stage;

    /// <summary>Waits for something.</summary>
    public sealed record Until(Func<Kitchen, bool> IsSeen) : Stage;

    /// <summary>Lets time pass: this part of the nemesis interval, on average.</summary>
    public sealed record Rest(double Part) : Stage;
}
