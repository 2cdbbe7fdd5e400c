using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Engine;

namespace RaftTorture.Targets.Docker.Runs;

/// <summary>A run whose harness is gone, and what it has left in the engine.</summary>
internal sealed record DeadRun(string RunId, IReadOnlyList<string> Containers, IReadOnlyList<string> Networks, IReadOnlyList<string> Volumes)
{
    public override string ToString() =>
        $"found {Containers.Count} containers, {Networks.Count} networks and {Volumes.Count} volumes of the dead run {RunId}: removed";
}

/// <summary>Finds what harnesses left in the engine that were killed outright, by its labels, and removes it.</summary>
/// <remarks>Of a harness of another machine that shares the engine nothing is known: its things are left alone.</remarks>
internal sealed class DockerLeftovers(ContainerEngine engine)
{
    /// <summary>Undoes more of each dead run before its containers go: what lives in no container, such as loop devices.</summary>
    public Func<DeadRun, CancellationToken, Task> AlsoUndo { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Cleans the engine that the environment names.</summary>
    /// <returns>One sentence for each dead run, or one that says why nothing could be looked for.</returns>
    public static async Task<IReadOnlyList<string>> CleanAsync(CancellationToken cancellation)
    {
        try
        {
            using var engine = await ContainerEngine.ConnectAsync(cancellation);
            return await new DockerLeftovers(engine).EndAsync(cancellation);
        }
        catch (EngineException failure)
        {
            return [$"containers were not looked for: {failure.Message}"];
        }
    }

    /// <summary>Runs whose harness is gone, in the order of their ids.</summary>
    public async Task<IReadOnlyList<DeadRun>> FindAsync(CancellationToken cancellation)
    {
        var containers = Dead((await engine.Containers.ListAsync(RunLabels.RunLabel, cancellation)).Select(each => (each.Id, each.Labels)));
        var networks = Dead((await engine.Networks.ListAsync(RunLabels.RunLabel, cancellation)).Select(each => (each.Id, each.Labels)));
        var volumes = Dead((await engine.Volumes.ListAsync(RunLabels.RunLabel, cancellation)).Select(each => (each.Name, each.Labels)));
        var runs = containers.Select(each => each.Key).Union(networks.Select(each => each.Key)).Union(volumes.Select(each => each.Key));
        return [.. runs.Order(StringComparer.Ordinal).Select(run => new DeadRun(run, [.. containers[run]], [.. networks[run]], [.. volumes[run]]))];
    }

    /// <summary>Removes all that dead runs have left.</summary>
    /// <returns>One sentence for each.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellation)
    {
        var sentences = new List<string>();
        foreach (var run in await FindAsync(cancellation))
            sentences.Add(await EndAsync(run, cancellation));
        return sentences;
    }

    private async Task<string> EndAsync(DeadRun run, CancellationToken cancellation)
    {
        try
        {
            await AlsoUndo(run, cancellation);
            await RemoveAsync(engine, run, cancellation);
            return run.ToString();
        }
        catch (EngineException stuck)
        {
            // Something that lives holds it. What stays is found by the next one.
            return $"not everything of the dead run {run.RunId} could be removed: {stuck.Message}";
        }
    }

    /// <summary>Containers first: they hold the others. What cannot be removed does not keep the rest from it.</summary>
    /// <exception cref="EngineException">Not everything could be removed: why the first could not.</exception>
    internal static async Task RemoveAsync(ContainerEngine engine, DeadRun run, CancellationToken cancellation)
    {
        EngineException?[] stuck =
        [
            .. await Task.WhenAll(run.Containers.Select(each => TryAsync(engine.Containers.RemoveAsync(each, cancellation)))),
            .. await Task.WhenAll(
                [
                    .. run.Networks.Select(each => TryAsync(engine.Networks.RemoveAsync(each, cancellation))),
                    .. run.Volumes.Select(each => TryAsync(engine.Volumes.RemoveAsync(each, cancellation))),
                ]),
        ];
        if (stuck.OfType<EngineException>().FirstOrDefault() is { } first)
            throw new EngineException(first.Message, first.Status, first);
    }

    private static async Task<EngineException?> TryAsync(Task removal)
    {
        try
        {
            await removal;
            return null;
        }
        catch (EngineException stuck)
        {
            return stuck;
        }
    }

    /// <summary>All that one run has in the engine, whether or not its harness lives.</summary>
    internal static async Task<DeadRun> AllOfAsync(ContainerEngine engine, RunLabels run, CancellationToken cancellation) => new(
        run.RunId,
        [.. (await engine.Containers.ListAsync(run.Filter, cancellation)).Where(each => IsOf(run, each.Labels)).Select(each => each.Id)],
        [.. (await engine.Networks.ListAsync(run.Filter, cancellation)).Where(each => IsOf(run, each.Labels)).Select(each => each.Id)],
        [.. (await engine.Volumes.ListAsync(run.Filter, cancellation)).Where(each => IsOf(run, each.Labels)).Select(each => each.Name)]);

    private static bool IsOf(RunLabels run, ImmutableSortedDictionary<string, string>? labels) =>
        labels?.GetValueOrDefault(RunLabels.HarnessLabel) == run.Harness.ToString();

    private static ILookup<string, string> Dead(IEnumerable<(string Name, ImmutableSortedDictionary<string, string>? Labels)> things) => things
        .Where(each => HarnessIdentity.Parse(each.Labels?.GetValueOrDefault(RunLabels.HarnessLabel)) is { IsDead: true })
        .ToLookup(each => each.Labels![RunLabels.RunLabel], each => each.Name);
}
