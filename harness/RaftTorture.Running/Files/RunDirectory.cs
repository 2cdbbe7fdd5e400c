using System.Text.Json;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Files;

/// <summary>
/// Where a run leaves everything: <c>store/&lt;name&gt;/&lt;UTC time&gt;/</c>, with the links that Jepsen's users know
/// (<c>store/latest</c>, <c>store/current</c>, <c>store/&lt;name&gt;/latest</c>).
/// </summary>
public sealed class RunDirectory
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss.fff'Z'";

    private RunDirectory(string path) => Path = path;

    /// <summary>The full path.</summary>
    public string Path { get; }

    public string Plan => In("plan.yaml");

    public string History => In("history.jsonl");

    public string Faults => In("faults.jsonl");

    public string Leaders => In("leaders.jsonl");

    public string ResultsFile => In("results.json");

    public string Log => In("raft-torture.log");

    public string Report => In("report.html");

    /// <summary>Makes a fresh directory for a run that starts now, and points the links to it.</summary>
    /// <param name="store">The store's root; made if it is not there.</param>
    /// <exception cref="IOException">There is a run of that name and millisecond already, or the store cannot be written.</exception>
    public static RunDirectory Create(string store, string name, DateTimeOffset now)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(store, name, now.UtcDateTime.ToString(TimeFormat)));
        if (Directory.Exists(path))
            throw new IOException($"{path} holds a run already: start again");
        Make(path);
        var root = System.IO.Path.GetFullPath(store);
        foreach (var link in (string[])["latest", "current", $"{name}/latest"])
            Link(System.IO.Path.Combine(root, link), path);
        return new RunDirectory(path);
    }

    /// <summary>A run directory that is there already.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not.</exception>
    public static RunDirectory Open(string path) => File.Exists(System.IO.Path.Combine(path, "plan.yaml"))
        ? new RunDirectory(System.IO.Path.GetFullPath(path))
        : throw new DirectoryNotFoundException($"{path} is not a run directory: it has no plan.yaml");

    /// <summary>Reads back what a run left, so that it can be checked or reported again.</summary>
    /// <param name="notice">Told, one line each, what is missing or was cut off because the harness was killed.</param>
    /// <exception cref="DirectoryNotFoundException">There is no run.</exception>
    /// <exception cref="HistoryFormatException">The history is not one, other than by ending in half a line.</exception>
    /// <exception cref="PlanException">The plan is not one: the line, and what should stand there.</exception>
    /// <exception cref="JsonException">Another file is damaged: which, and in which line.</exception>
    public static RunRecord Load(string path, Action<string>? notice = null)
    {
        var directory = Open(path);
        using var bytes = File.OpenRead(directory.History);
        var history = HistoryReader.Read(bytes);
        if (history.IsTruncated)
            notice?.Invoke($"{directory.History} ends in half a line, which was left out: the harness was killed while it wrote");
        var results = directory.LoadResults(notice);
        return new RunRecord(
            PlanYaml.Parse(File.ReadAllText(directory.Plan)),
            [.. history.Events],
            [.. JsonLines<Receipt>.Read(directory.Faults, notice)],
            [.. JsonLines<LeaderSeen>.Read(directory.Leaders, notice)],
            results.Phases,
            results.Verdict,
            results.Environment);
    }

    /// <summary>Replaces the results of a run that was judged anew.</summary>
    public void WriteResults(RunRecord record) => WriteResults(new Results(record.Verdict, record.Phases, record.Environment));

    internal void WritePlan(Plan plan) => File.WriteAllText(Plan, PlanYaml.Write(plan));

    /// <summary>Writes the results under another name first: whoever finds the file finds it whole.</summary>
    internal void WriteResults(Results results)
    {
        var draft = ResultsFile + ".draft";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(results, RunJson.Document));
        File.Move(draft, ResultsFile, overwrite: true);
    }

    private Results LoadResults(Action<string>? notice)
    {
        if (File.Exists(ResultsFile))
        {
            try
            {
                return JsonSerializer.Deserialize<Results>(File.ReadAllBytes(ResultsFile), RunJson.Document) ?? throw new JsonException("a null");
            }
            catch (JsonException damage)
            {
                throw DamagedFile.At(ResultsFile, (damage.LineNumber ?? 0) + 1, damage);
            }
        }

        notice?.Invoke($"{ResultsFile} is not there: the run ended before it was checked");
        return new Results(new Verdict("run", Validity.Unknown, "the run ended before it was checked"), [], []);
    }

    private string In(string file) => System.IO.Path.Combine(Path, file);

    private static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the store cannot be written, {path} cannot be made ({refused.Message}): choose another with --store", refused);
        }
    }

    /// <summary>Links are a convenience: on Windows they need a privilege, and a run without them is still a run.</summary>
    private static void Link(string link, string target)
    {
        try
        {
            if (new FileInfo(link).LinkTarget is not null)
                File.Delete(link);
            Directory.CreateSymbolicLink(link, System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(link)!, target));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
