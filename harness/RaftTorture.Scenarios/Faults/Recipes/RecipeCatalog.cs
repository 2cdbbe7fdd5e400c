using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults.Recipes;

/// <summary>Every recipe: a new one is one file and one line here.</summary>
public static class RecipeCatalog
{
    /// <summary>A leader and a majority without it: fewer nodes cannot be told apart so.</summary>
    public const int LeastNodes = 3;

    public static ImmutableArray<Recipe> All { get; } = [PauseKill.Recipe, PartKill.Recipe];
}
