using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Worlds;

/// <summary>Every world that <c>--world</c> knows.</summary>
public static class WorldChoices
{
    private static readonly ImmutableArray<IWorldChoice> All = [new LocalWorld(), new NetnsWorld(), new DockerWorld()];

    /// <exception cref="PlanException">A plan may name it, but this command cannot play there.</exception>
    public static IWorldChoice Of(string name) => All.FirstOrDefault(world => world.Name == name)
        ?? throw new PlanException($"this raft-torture has no {name} world: choose one of {string.Join(", ", All.Select(world => world.Name))}");
}
