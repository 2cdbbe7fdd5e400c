using System.IO.Compression;
using System.Text.Json;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>
/// Folders of histories, each with an <c>index.json</c>: model, what the register holds at first, what a null read and a failed cas mean, the
/// verdict, and Porcupine's milliseconds where they are known.
/// </summary>
internal static class RecordedHistories
{
    private sealed record Meaning(bool IsNullUnknown, bool IsFailedCasMiss);

    /// <exception cref="BenchmarkException">There is none.</exception>
    public static IReadOnlyList<JudgedCase> In(string folder)
    {
        JudgedCase[] cases = [.. Directory.EnumerateFiles(folder, "index.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Listed)];
        return cases is [] ? throw new BenchmarkException($"{folder} has no index.json in it or below it that lists histories") : cases;
    }

    private static List<JudgedCase> Listed(string index)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(index));
        return [.. document.RootElement.EnumerateArray().Select(entry => Of(Path.GetDirectoryName(index)!, entry))];
    }

    private static JudgedCase Of(string folder, JsonElement entry)
    {
        var file = Path.Combine(folder, Text(entry, "file")!);
        var failedCas = Text(entry, "cas_fail") ?? "miss";
        var meaning = new Meaning(Text(entry, "null_read") == "wildcard", failedCas == "observe");
        var group = Text(entry, "model")!.StartsWith("kv", StringComparison.Ordinal) ? CaseGroup.KeyValue : CaseGroup.Recorded;
        var verdict = Text(entry, "expected") ?? Text(entry, "verdict");
        return new JudgedCase(group, $"{Path.GetFileName(folder)}/{Text(entry, "file")}", () => Read(file, meaning), Initial(entry), verdict == "valid")
        {
            PorcupineMs = entry.TryGetProperty("porcupine_ms", out var known) && known.TryGetProperty(failedCas, out var ms) && ms.GetDouble() > 0 ? ms.GetDouble() : null,
        };
    }

    private static IReadOnlyList<HistoryEvent> Read(string file, Meaning meaning)
    {
        using var plain = new MemoryStream();
        using (var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
            zipped.CopyTo(plain);
        return [.. HistoryReader.Parse(plain.ToArray()).Events.Select(e => Meant(e, meaning))];
    }

    /// <summary>The same event as this project would have written it.</summary>
    private static HistoryEvent Meant(HistoryEvent e, Meaning meaning) => e switch
    {
        { F: "read", Type: EventType.Ok, Value: Value.Nil } when meaning.IsNullUnknown => e with { Type = EventType.Info },
        { F: "cas", Type: EventType.Fail } when meaning.IsFailedCasMiss => e with { Error = HistoryEvent.CasMiss },
        _ => e,
    };

    private static Value Initial(JsonElement entry) => entry.TryGetProperty("init", out var initial) ? initial.ValueKind switch
    {
        JsonValueKind.Number => Value.Of(initial.GetInt64()),
        JsonValueKind.String => Value.Of(initial.GetString()),
        _ => Value.Absent,
    } : Value.Absent;

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
