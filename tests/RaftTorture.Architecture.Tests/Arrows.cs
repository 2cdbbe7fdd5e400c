namespace RaftTorture.Architecture.Tests;

/// <summary>The arrows of ARCHITECTURE.md: which project may reference which. What does not stand here is not allowed.</summary>
internal static class Arrows
{
    /// <summary>Projects whose middle must stay deterministic: no clock, no dice, no I/O, no package.</summary>
    public static readonly string[] Pure =
    [
        "RaftTorture.Raft", "RaftTorture.Kv", "RaftTorture.Replica",
        "RaftTorture.Checking", "RaftTorture.Scenarios", "RaftTorture.Zoo", "RaftTorture.Simulation",
    ];

    private const string Everything = "*";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        // The node, which knows nothing of the harness.
        ["RaftTorture.Raft"] = [],
        ["RaftTorture.Kv"] = [],
        ["RaftTorture.Replica"] = ["RaftTorture.Raft", "RaftTorture.Kv"],
        ["RaftTorture.Client"] = ["RaftTorture.Kv"],
        ["RaftTorture.Node"] = ["RaftTorture.Replica"],

        // The harness, which knows a system only through ports.
        ["RaftTorture.Checking"] = [],
        ["RaftTorture.Scenarios"] = ["RaftTorture.Checking"],
        ["RaftTorture.Running"] = ["RaftTorture.Checking", "RaftTorture.Scenarios"],
        ["RaftTorture.Reporting"] = ["RaftTorture.Checking", "RaftTorture.Scenarios"],
        ["RaftTorture.NUnit"] = ["RaftTorture.Checking"],
        ["RaftTorture.Cli"] = [Everything],

        // The bridges: the only places where the harness touches the reference node.
        ["RaftTorture.Zoo"] = ["RaftTorture.Raft", "RaftTorture.Replica"],
        ["RaftTorture.ZooNode"] = ["RaftTorture.Node", "RaftTorture.Zoo"],
        ["RaftTorture.Simulation"] = ["RaftTorture.Checking", "RaftTorture.Scenarios", "RaftTorture.Replica", "RaftTorture.Client"],
        ["RaftTorture.Targets"] = ["RaftTorture.Running", "RaftTorture.Client", "RaftTorture.Kv"],
    };

    /// <summary>What is wrong with a project, a sentence each; empty if nothing is.</summary>
    public static IReadOnlyList<string> Breaches(ProjectFile project) =>
        Allowed.TryGetValue(project.Name, out var allowed)
            ? [.. ForbiddenReferences(project, allowed), .. Impurities(project)]
            : [$"{project.Name} has no place in the architecture: add it to ARCHITECTURE.md and to {nameof(Arrows)}"];

    private static IEnumerable<string> ForbiddenReferences(ProjectFile project, string[] allowed) =>
        project.References
            .Where(reference => !allowed.Contains(Everything) && !allowed.Contains(reference))
            .Select(reference => $"{project.Name} must not reference {reference}");

    private static IEnumerable<string> Impurities(ProjectFile project)
    {
        if (!Pure.Contains(project.Name))
            yield break;
        if (!project.IsMarkedPure)
            yield return $"{project.Name} must be marked <RaftTorturePurity>Pure</RaftTorturePurity>";
        foreach (var package in project.Packages)
            yield return $"{project.Name} is pure and must not use the package {package}";
    }
}
