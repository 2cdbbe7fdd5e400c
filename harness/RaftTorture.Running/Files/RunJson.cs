using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Running.Files;

/// <summary>How the files of a run directory are spelt: camelCase names, enums by name, events as in <c>history.jsonl</c>.</summary>
internal static class RunJson
{
    public static readonly JsonSerializerOptions Line = Options(isIndented: false);

    public static readonly JsonSerializerOptions Document = Options(isIndented: true);

    private static JsonSerializerOptions Options(bool isIndented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = isIndented,
        RespectRequiredConstructorParameters = true, // a line that lacks a field is damaged, not a fault at time 0
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new EventConverter(), new NumbersConverter() },
    };

    /// <summary>Numbers stand on one line, for there may be a million: the order of a long history.</summary>
    private sealed class NumbersConverter : JsonConverter<IReadOnlyList<int>>
    {
        public override IReadOnlyList<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<int[]>(ref reader, options) ?? [];

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<int> value, JsonSerializerOptions options)
        {
            var line = new ArrayBufferWriter<byte>();
            using (var numbers = new Utf8JsonWriter(line))
            {
                numbers.WriteStartArray();
                foreach (var number in value)
                    numbers.WriteNumberValue(number);
                numbers.WriteEndArray();
            }

            writer.WriteRawValue(line.WrittenSpan, skipInputValidation: true);
        }
    }

    private sealed class EventConverter : JsonConverter<HistoryEvent>
    {
        public override HistoryEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return HistoryJson.ParseLine(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()), lineNumber: 1);
        }

        public override void Write(Utf8JsonWriter writer, HistoryEvent value, JsonSerializerOptions options)
        {
            var line = new ArrayBufferWriter<byte>();
            HistoryJson.WriteLine(line, value);
            writer.WriteRawValue(line.WrittenSpan);
        }
    }
}
