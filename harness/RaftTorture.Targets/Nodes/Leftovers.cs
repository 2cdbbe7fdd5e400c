using System.Text.Json;

namespace RaftTorture.Targets.Nodes;

/// <summary>A run as it stands in the registry: who drives it, and its node processes.</summary>
internal sealed record RegisteredRun(string RunId, ProcessIdentity Harness, IReadOnlyList<ProcessIdentity> Nodes);

/// <summary>
/// The registry of runs on this machine: one file a run, with its harness and its nodes, so that a harness that was killed
/// outright leaves no process that the next one does not find.
/// </summary>
/// <remarks>
/// A file here names processes to be killed, so the directory is the user's own: one in which others can write is not used.
/// Nodes end with their parent by themselves; this is for those that could not, or were told not to.
/// </remarks>
internal sealed class Leftovers(string directory)
{
    private readonly Lock _gate = new();

    /// <summary>The registry that every run uses, but in tests.</summary>
    public static Leftovers OfThisMachine { get; } = new(Path.Combine(Path.GetTempPath(), $"raft-torture-{Environment.UserName}"));

    /// <summary>Writes down what runs now. In one move, so that a reader never meets half a file.</summary>
    public void Register(string runId, IEnumerable<ProcessIdentity> nodes)
    {
        if (!PrivateDirectory.IsTrusted(directory))
            return;
        lock (_gate)
        {
            PrivateDirectory.Make(directory);
            var entry = new RegisteredRun(runId, ProcessIdentity.Own, [.. nodes]);
            var draft = PathOf(runId) + ".draft";
            var text = JsonSerializer.Serialize(entry);
            try
            {
                File.WriteAllText(draft, text);
            }
            catch (DirectoryNotFoundException)
            {
                // Another run has ended in this moment and removed it: with the draft in it, it stays.
                PrivateDirectory.Make(directory);
                File.WriteAllText(draft, text);
            }

            File.Move(draft, PathOf(runId), overwrite: true);
        }
    }

    /// <summary>The run is over and has left nothing.</summary>
    public void Unregister(string runId)
    {
        if (!Directory.Exists(directory) || !PrivateDirectory.IsTrusted(directory))
            return;
        File.Delete(PathOf(runId));
        PrivateDirectory.RemoveIfEmpty(directory);
    }

    /// <summary>All runs in the registry, in the order of their ids.</summary>
    public IReadOnlyList<RegisteredRun> Read() =>
        !Directory.Exists(directory) || !PrivateDirectory.IsTrusted(directory) ? []
        : [.. Directory.GetFiles(directory, "*.json").Order().Select(Read).OfType<RegisteredRun>()];

    /// <summary>Runs whose harness is gone, with those of their processes that still live: perhaps none.</summary>
    public IReadOnlyList<RegisteredRun> Find() =>
        [.. Read().Where(run => !run.Harness.IsAlive).Select(run => run with { Nodes = [.. run.Nodes.Where(node => node.IsAlive)] })];

    /// <summary>Kills what is left of dead runs and forgets them.</summary>
    /// <returns>One sentence for each run that had left processes, or one that says that the registry is not to be trusted.</returns>
    public IReadOnlyList<string> End()
    {
        if (!PrivateDirectory.IsTrusted(directory))
            return [$"{directory} can be written by others: dead runs are neither found nor registered; remove it"];
        var sentences = new List<string>();
        foreach (var run in Find())
        {
            foreach (var node in run.Nodes)
                Signal.Kill.SendTo(node.Pid);
            Unregister(run.RunId);
            if (run.Nodes.Count > 0)
                sentences.Add($"found {run.Nodes.Count} node processes of the dead run {run.RunId} ({Pids(run)}): ended");
        }

        return sentences;
    }

    private string PathOf(string runId) => Path.Combine(directory, $"{runId}.json");

    private static string Pids(RegisteredRun run) => string.Join(", ", run.Nodes.Select(node => node.Pid));

    private static RegisteredRun? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<RegisteredRun>(File.ReadAllText(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            // Another harness takes it away in this moment, or it is not ours: neither tells of a process to end.
            return null;
        }
    }
}
