using System.Text.Json;

namespace RaftTorture.Targets.Local.Nodes;

/// <summary>The node processes of a run whose harness is gone.</summary>
internal sealed record DeadRun(string RunId, IReadOnlyList<ProcessIdentity> Nodes, string File);

/// <summary>
/// The registry of runs on this machine: one file a run, with its harness and its nodes, so that a harness that was killed
/// outright leaves no process that the next one does not find.
/// </summary>
/// <remarks>Nodes end with their parent by themselves; this is for those that could not, or were told not to.</remarks>
internal sealed class Leftovers(string directory)
{
    public static Leftovers OfThisMachine { get; } = new(Path.Combine(Path.GetTempPath(), "raft-torture"));

    private readonly Lock gate = new();

    private sealed record Entry(string RunId, ProcessIdentity Harness, ProcessIdentity[] Nodes);

    /// <summary>Writes down what runs now. In one move, so that a reader never meets half a file.</summary>
    public void Register(string runId, IEnumerable<ProcessIdentity> nodes)
    {
        lock (gate)
        {
            Directory.CreateDirectory(directory);
            var entry = new Entry(runId, ProcessIdentity.Own, [.. nodes]);
            var draft = PathOf(runId) + ".draft";
            File.WriteAllText(draft, JsonSerializer.Serialize(entry));
            File.Move(draft, PathOf(runId), overwrite: true);
        }
    }

    /// <summary>The run is over and has left nothing.</summary>
    public void Unregister(string runId)
    {
        if (Directory.Exists(directory))
            File.Delete(PathOf(runId));
    }

    /// <summary>Runs whose harness is gone, with those of their processes that still live: perhaps none.</summary>
    public IReadOnlyList<DeadRun> Find() =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory, "*.json").Order().Select(Read).OfType<DeadRun>()]
            : [];

    /// <summary>Kills what is left of dead runs and forgets them.</summary>
    /// <returns>One sentence for each run that had left processes.</returns>
    public IReadOnlyList<string> End()
    {
        var sentences = new List<string>();
        foreach (var run in Find())
        {
            foreach (var node in run.Nodes)
                Signal.Kill.SendTo(node.Pid);
            File.Delete(run.File);
            if (run.Nodes.Count > 0)
                sentences.Add($"found {run.Nodes.Count} node processes of the dead run {run.RunId} ({Pids(run)}): ended");
        }

        return sentences;
    }

    private string PathOf(string runId) => Path.Combine(directory, runId + ".json");

    private static string Pids(DeadRun run) => string.Join(", ", run.Nodes.Select(node => node.Pid));

    private static DeadRun? Read(string file)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(file));
            return entry is { Harness.IsAlive: false }
                ? new DeadRun(entry.RunId, [.. entry.Nodes.Where(node => node.IsAlive)], file)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            // Another harness takes it away in this moment, or it is not ours: neither tells of a process to end.
            return null;
        }
    }
}
