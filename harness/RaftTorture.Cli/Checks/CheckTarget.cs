namespace RaftTorture.Cli.Checks;

/// <summary>Something to check: a history, or the directory of a run.</summary>
/// <param name="Path">As the system finds it.</param>
/// <param name="Name">As a person finds it in a table.</param>
/// <param name="Expected">What an index says of it, if one does.</param>
/// <param name="Problem">Why there is nothing to check, in words that fit behind the path.</param>
public sealed record CheckTarget(string Path, string Name, Expectation? Expected, string? Problem = null)
{
    private static readonly string[] Endings = [".jsonl", ".edn", ".log", ".txt"];

    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    public bool IsRun => IsRunDirectory(Path);

    /// <summary>
    /// All that is meant by some paths. A folder means what is in it and below, in order of names: runs, and files called like
    /// histories. Links are left out, for a store has many to the same runs; and of a folder with a <c>history.edn</c> all but that,
    /// for the rest is what Jepsen made of it.
    /// </summary>
    /// <param name="index">Says what to expect, by name of file; null for the index that each folder may have.</param>
    public static IReadOnlyList<CheckTarget> Find(IEnumerable<string> paths, IReadOnlyDictionary<string, Expectation>? index) =>
        [.. paths.SelectMany(path => Find(path, index))];

    private static CheckTarget[] Find(string path, IReadOnlyDictionary<string, Expectation>? index)
    {
        if (IsRunDirectory(path))
            return [new CheckTarget(path, path, null)];
        if (!Directory.Exists(path))
            return [File(path, path, index ?? ExpectationIndex.OfFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!))];
        CheckTarget[] found = [.. InFolder(path, path, index)];
        return found.Length > 0
            ? found
            : [new CheckTarget(path, path, null, $"holds neither runs nor histories ({string.Join(", ", Endings)}, each with or without .gz)")];
    }

    private static IEnumerable<CheckTarget> InFolder(string root, string folder, IReadOnlyDictionary<string, Expectation>? index)
    {
        if (IsRunDirectory(folder))
            return [new CheckTarget(folder, System.IO.Path.GetRelativePath(root, folder), null)];
        try
        {
            return [.. FilesIn(root, folder, index ?? ExpectationIndex.OfFolder(folder), isOwn: index is null), .. FoldersIn(root, folder, index)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return [new CheckTarget(folder, System.IO.Path.GetRelativePath(root, folder), null, refused.Message)];
        }
    }

    private static IEnumerable<CheckTarget> FoldersIn(string root, string folder, IReadOnlyDictionary<string, Expectation>? index) =>
        Directory.EnumerateDirectories(folder, "*", All).Order(StringComparer.Ordinal).SelectMany(below => InFolder(root, below, index));

    /// <param name="isOwn">Whether the index is the folder's own: what it names and is not there is missing.</param>
    private static IEnumerable<CheckTarget> FilesIn(string root, string folder, IReadOnlyDictionary<string, Expectation> known, bool isOwn)
    {
        var files = Directory.EnumerateFiles(folder, "*", All).Select(path => System.IO.Path.GetFileName(path)).Where(IsCalledHistory).ToArray();
        var chosen = files.Where(name => name.StartsWith("history.edn", StringComparison.Ordinal)).ToArray() is { Length: > 0 } jepsen ? jepsen : files;
        return chosen.Union(isOwn ? known.Keys : []).Order(StringComparer.Ordinal)
            .Select(name => System.IO.Path.Combine(folder, name))
            .Select(path => File(path, System.IO.Path.GetRelativePath(root, path), known));
    }

    private static CheckTarget File(string path, string name, IReadOnlyDictionary<string, Expectation> index) =>
        new(path, name, index.GetValueOrDefault(System.IO.Path.GetFileName(path)));

    private static bool IsRunDirectory(string path) => System.IO.File.Exists(System.IO.Path.Combine(path, "plan.yaml"));

    private static bool IsCalledHistory(string name) =>
        Endings.Any((name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name).EndsWith);
}
