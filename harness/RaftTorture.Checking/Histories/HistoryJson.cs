using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RaftTorture.Checking.Histories;

/// <summary>
/// The line format of <c>history.jsonl</c>: one compact object an event, its fields in a fixed order
/// (index, time, process, type, f, key, value, node, error, observed), closed by a newline.
/// </summary>
/// <remarks>
/// <c>value</c> always stands there and null means absence; the other optional fields are left out when they say nothing,
/// so that <c>"observed":null</c> means "saw that the key was absent".
/// </remarks>
public static class HistoryJson
{
    // History files are read by people: "ü" and "<" stay as they are.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Appends one event and its newline.</summary>
    public static void WriteLine(IBufferWriter<byte> output, HistoryEvent e)
    {
        using (var json = new Utf8JsonWriter(output, Options))
            WriteObject(json, e);
        output.Write("\n"u8);
    }

    /// <summary>Reads one event. Fields that the format does not know are skipped.</summary>
    /// <param name="utf8">One line, with or without its newline.</param>
    /// <param name="lineNumber">Counted from 1; histories without an <c>index</c> are numbered by it, from 0.</param>
    /// <exception cref="HistoryFormatException">The line is not an event.</exception>
    public static HistoryEvent ParseLine(ReadOnlySpan<byte> utf8, int lineNumber) => HistoryLineParser.Parse(utf8, lineNumber);

    private static void WriteObject(Utf8JsonWriter json, HistoryEvent e)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, e.Index);
        json.WriteNumber("time"u8, e.TimeNs);
        WriteProcess(json, e.Process);
        json.WriteString("type"u8, TypeName(e.Type));
        json.WriteString("f"u8, e.F);
        if (e.Key is not null)
            json.WriteString("key"u8, e.Key);
        json.WritePropertyName("value"u8);
        WriteValue(json, e.Value);
        if (e.Node is not null)
            json.WriteString("node"u8, e.Node);
        if (e.Error is not null)
            json.WriteString("error"u8, e.Error);
        if (e.Observed is not null)
        {
            json.WritePropertyName("observed"u8);
            WriteValue(json, e.Observed);
        }

        json.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter json, ProcessId process)
    {
        if (process.IsNemesis)
            json.WriteString("process"u8, "nemesis"u8);
        else
            json.WriteNumber("process"u8, process.Number);
    }

    private static ReadOnlySpan<byte> TypeName(EventType type) => type switch
    {
        EventType.Invoke => "invoke"u8,
        EventType.Ok => "ok"u8,
        EventType.Fail => "fail"u8,
        EventType.Info => "info"u8,
        _ => throw new UnreachableException(),
    };

    private static void WriteValue(Utf8JsonWriter json, Value value)
    {
        switch (value)
        {
            case Value.Nil:
                json.WriteNullValue();
                break;
            case Value.Number number:
                json.WriteNumberValue(number.Content);
                break;
            case Value.Text text:
                json.WriteStringValue(text.Content);
                break;
            case Value.Items items:
                json.WriteStartArray();
                foreach (var item in items.Content)
                    WriteValue(json, item);
                json.WriteEndArray();
                break;
            default:
                throw new UnreachableException();
        }
    }
}
