using System.IO.Compression;
using System.Text.Json;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>One recorded history with a known verdict.</summary>
/// <param name="Name">Folder and file.</param>
/// <param name="Events">As the project means them: see <see cref="SharedHistories"/>.</param>
/// <param name="Initial">What each key holds at first.</param>
internal sealed record SharedHistory(string Name, List<HistoryEvent> Events, Value Initial, bool IsLinearizable);

/// <summary>
/// Folders of histories, each with an <c>index.json</c> that says what they mean. A failed cas that was observed becomes a miss that does not
/// say what it saw; a read of null that is a wildcard becomes unknown.
/// </summary>
internal static class SharedHistories
{
    /// <param name="model">Only histories of models whose names start so.</param>
    public static IEnumerable<SharedHistory> In(string folder, string model = "cas-register")
    {
        foreach (var index in Directory.EnumerateFiles(folder, "index.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            foreach (var entry in document.RootElement.EnumerateArray())
            {
                if (Text(entry, "model")!.StartsWith(model, StringComparison.Ordinal))
                    yield return Read(Path.GetDirectoryName(index)!, entry);
            }
        }
    }

    private static SharedHistory Read(string folder, JsonElement entry)
    {
        var file = Path.Combine(folder, Text(entry, "file")!);
        var isWildcard = Text(entry, "null_read") == "wildcard";
        var isObserved = Text(entry, "cas_fail") == "observe";
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var events = new List<HistoryEvent>();
        while (lines.ReadLine() is { } line)
            events.Add(Event(line, events.Count, isWildcard, isObserved));
        var initial = entry.TryGetProperty("init", out var init) ? Parse(init) : Value.Absent;
        var verdict = Text(entry, "expected") ?? Text(entry, "verdict");
        return new SharedHistory($"{Path.GetFileName(folder)}/{Path.GetFileName(file)}", events, initial, verdict == "valid");
    }

    private static HistoryEvent Event(string line, int position, bool isWildcard, bool isObserved)
    {
        using var document = JsonDocument.Parse(line);
        var e = document.RootElement;
        var value = Parse(e.GetProperty("value"));
        var (f, type) = (Text(e, "f")!, Enum.Parse<EventType>(Text(e, "type")!, ignoreCase: true));
        if (f == "read" && isWildcard && type == EventType.Ok && value == Value.Absent)
            type = EventType.Info;
        return new HistoryEvent
        {
            Index = position,
            TimeNs = position,
            Process = e.GetProperty("process").ValueKind == JsonValueKind.Number ? new ProcessId(e.GetProperty("process").GetInt32()) : ProcessId.Nemesis,
            Type = type,
            F = f,
            Key = e.TryGetProperty("key", out var key) ? key.ToString() : null,
            Value = value,
            Error = f == "cas" && type == EventType.Fail && isObserved ? HistoryEvent.CasMiss : Text(e, "error"),
            Observed = e.TryGetProperty("observed", out var observed) ? Parse(observed) : null,
        };
    }

    private static Value Parse(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => Value.Of(element.GetInt64()),
        JsonValueKind.Array => Value.Of(element.EnumerateArray().Select(Parse)),
        JsonValueKind.Null => Value.Absent,
        _ => Value.Of(element.ToString()),
    };

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
