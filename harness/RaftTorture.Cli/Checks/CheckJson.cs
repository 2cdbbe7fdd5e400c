using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Formats;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;

namespace RaftTorture.Cli.Checks;

/// <summary>
/// The same for programs: <c>files</c>, <c>limits</c> and <c>total</c>, as the guide of the harness describes them. Fields are added,
/// never changed.
/// </summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new EventConverter(), new PositionsConverter() },
    };

    public static string Of(IReadOnlyList<CheckedFile> files, CheckOptions options, int exitCode) => JsonSerializer.Serialize(
        new Document(
            [.. files.Select(Of)],
            new LimitsEntry(options.DeadlineSeconds ?? CheckOptions.UsualDeadlineSeconds, options.MemoryBytes ?? CheckOptions.UsualMemoryBytes),
            TotalOf(files, exitCode)),
        Options);

    private static FileEntry Of(CheckedFile file) => new(
        file.Target.Path,
        file.Format,
        file.Format is null ? null : file.IsPacked,
        file.Format is null ? null : file.Operations,
        file.Format is null ? null : file.Keys,
        file.Model?.Name,
        file.Model?.IsGuessed,
        file.Model?.Initial is { } initial ? Of(initial) : null,
        file.Meaning?.NullRead,
        file.Meaning?.CasFail,
        file.Verdict is { } verdict ? Of(verdict) : null,
        file.Target.Expected?.Validity,
        file.Target.Expected is null ? null : file.IsRight,
        file.Problem is { } problem ? new ProblemEntry(file.ProblemLine, problem) : null,
        file.Notices,
        Math.Round(file.Reading.TotalMilliseconds, 3),
        Math.Round(file.Judging.TotalMilliseconds, 3),
        file.ExitCode);

    private static VerdictEntry Of(Verdict verdict) => new(
        verdict.Checker,
        verdict.Validity,
        verdict.Summary,
        verdict.Key,
        verdict.Facts.Count == 0 ? null : verdict.Facts.ToDictionary(fact => fact.Key, fact => fact.Value),
        verdict.Violation,
        verdict.Evidence.Count == 0 ? null : verdict.Evidence,
        verdict.Parts.Count == 0 ? null : [.. verdict.Parts.Select(Of)]);

    private static JsonElement Of(Value value)
    {
        var read = new HistoryEvent { Index = 0, TimeNs = 0, Process = default, Type = EventType.Ok, F = "read", Value = value };
        return JsonSerializer.SerializeToElement(read, Options).GetProperty("value");
    }

    private static TotalEntry TotalOf(IReadOnlyList<CheckedFile> files, int exitCode)
    {
        var hasExpected = files.Any(file => file.Target.Expected is not null);
        return new TotalEntry(
            files.Count,
            files.Sum(file => (long)file.Operations),
            files.Count(file => file.Verdict?.Validity == Validity.Valid),
            files.Count(file => file.Verdict?.Validity == Validity.Invalid),
            files.Count(file => file.Verdict?.Validity == Validity.Unknown),
            files.Count(file => file.Verdict is null),
            hasExpected ? files.Count(file => file.IsRight) : null,
            hasExpected ? files.Count(file => file.IsWrong) : null,
            Math.Round(files.Sum(file => file.Judging.TotalMilliseconds), 3),
            exitCode);
    }

    private sealed record Document(IReadOnlyList<FileEntry> Files, LimitsEntry Limits, TotalEntry Total);

    private sealed record FileEntry(
        string File,
        string? Format,
        bool? Packed,
        int? Operations,
        int? Keys,
        string? Model,
        bool? ModelGuessed,
        JsonElement? Initial,
        NullRead? NullRead,
        CasFail? CasFail,
        VerdictEntry? Verdict,
        Validity? Expected,
        bool? Right,
        ProblemEntry? Problem,
        IReadOnlyList<string> Notices,
        double ReadMs,
        double CheckMs,
        int ExitCode);

    private sealed record VerdictEntry(
        string Checker,
        Validity Validity,
        string Summary,
        string? Key,
        Dictionary<string, string>? Facts,
        Violation? Violation,
        IReadOnlyList<HistoryEvent>? Evidence,
        VerdictEntry[]? Parts);

    private sealed record ProblemEntry(long? Line, string Reason);

    private sealed record LimitsEntry(double DeadlineSeconds, long MemoryBytes);

    private sealed record TotalEntry(
        int Files, long Operations, int Valid, int Invalid, int Unknown, int Bad, int? Right, int? Wrong, double CheckMs, int ExitCode);

    /// <summary>As in <c>history.jsonl</c>.</summary>
    private sealed class EventConverter : JsonConverter<HistoryEvent>
    {
        public override HistoryEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, HistoryEvent value, JsonSerializerOptions options)
        {
            var line = new ArrayBufferWriter<byte>();
            HistoryJson.WriteLine(line, value);
            writer.WriteRawValue(line.WrittenSpan);
        }
    }

    /// <summary>On one line, for there may be a million: the order of a long history.</summary>
    private sealed class PositionsConverter : JsonConverter<IReadOnlyList<int>>
    {
        public override IReadOnlyList<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<int> value, JsonSerializerOptions options) =>
            writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value));
    }
}
