using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Doctor;

namespace RaftTorture.Cli.Doctor;

/// <summary>What somebody needs of a machine: a world, or a family of faults in it.</summary>
public sealed record Requirement(string World, FaultKind? Kind)
{
    /// <param name="text">With commas: <c>docker</c>, or <c>netns/clock</c>.</param>
    /// <exception cref="PlanException">There is no such world or family.</exception>
    public static ImmutableArray<Requirement> Parse(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];

    public bool IsMet(ImmutableArray<WorldHealth> worlds) =>
        worlds.Single(world => world.World == World) is { Itself.Works: true } health
        && (Kind is not { } kind || health.Faults.GetValueOrDefault(kind) is { Works: true });

    private static Requirement One(string text)
    {
        var parts = text.Split('/', 2);
        if (!WorldCatalog.Names.Contains(parts[0]))
            throw new PlanException($"--require {text}: there is no world {parts[0]}; name one of {string.Join(", ", WorldCatalog.Names)}");
        if (parts is not [_, var name])
            return new Requirement(parts[0], null);
        return Enum.TryParse<FaultKind>(name, ignoreCase: true, out var kind)
            ? new Requirement(parts[0], kind)
            : throw new PlanException($"--require {text}: there is no fault {name}; name one of {string.Join(", ", Enum.GetNames<FaultKind>()).ToLowerInvariant()}");
    }
}
