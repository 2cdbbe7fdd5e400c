using System.Text.Json;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Formats;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Checks;

/// <summary>
/// An <c>index.json</c>: a list of <c>{"file", "expected" or "verdict", "model", "init", "null_read", "cas_fail"}</c>, of which only the
/// first two must be there. <c>null_read</c> is <c>absent</c> or <c>unknown</c> (or <c>wildcard</c>), <c>cas_fail</c> is <c>miss</c> or <c>never</c>
/// (or <c>observe</c>, <c>drop</c>); further fields are skipped.
/// </summary>
public static class ExpectationIndex
{
    public const string FileName = "index.json";

    /// <returns>By name of file; nothing where the folder has no index, or one of another kind.</returns>
    public static IReadOnlyDictionary<string, Expectation> OfFolder(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? Read(path) : None;
        }
        catch (PlanException)
        {
            return None;
        }
    }

    /// <exception cref="PlanException">It is no such index, or cannot be read.</exception>
    public static IReadOnlyDictionary<string, Expectation> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.EnumerateArray().Select(EntryOf).ToDictionary(entry => entry.File);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PlanException($"{path} cannot be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new PlanException($"{path} is no index of histories, a list of {{\"file\", \"expected\", ...}}: {failure.Message}", failure);
        }
    }

    private static readonly Dictionary<string, Expectation> None = [];

    private static Expectation EntryOf(JsonElement entry) => new(
        entry.GetProperty("file").GetString() ?? throw new ArgumentException("a file has no name"),
        Enum.Parse<Validity>(TextOf(entry, "expected") ?? entry.GetProperty("verdict").GetString()!, ignoreCase: true),
        TextOf(entry, "model")?.Split(' ')[0],
        entry.TryGetProperty("init", out var initial) ? ValueText.Of(initial) : null,
        TextOf(entry, "null_read") is { } nullRead ? NullReadOf(nullRead) : null,
        TextOf(entry, "cas_fail") is { } casFail ? CasFailOf(casFail) : null);

    private static NullRead NullReadOf(string text) => text switch
    {
        "absent" => NullRead.Absent,
        "unknown" or "wildcard" => NullRead.Unknown,
        _ => throw new ArgumentException($"null_read is absent or unknown, not {text}"),
    };

    private static CasFail CasFailOf(string text) => text switch
    {
        "miss" or "observe" => CasFail.Miss,
        "never" or "drop" => CasFail.Never,
        _ => throw new ArgumentException($"cas_fail is miss or never, not {text}"),
    };

    private static string? TextOf(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;
}
