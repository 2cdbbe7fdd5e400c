using System.Text;
using System.Text.Json;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Charts;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Timelines;

/// <summary>
/// The timeline's data, compact: operations are rows of numbers, texts are positions in one table. Times are microseconds.
/// <c>ops</c>: [event, events until completion or 0, worker, process, start, length or −1, outcome, f, key, argument, result, error, node].
/// </summary>
/// <remarks>The writer's default encoder escapes &lt; &gt; &amp; and quotes, so no text can end the script element it stands in.</remarks>
public static class TimelineJson
{
    private const long NsPerUs = 1_000;

    public static Html Render(RunDigest digest)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, digest);
        return Html.Trusted(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void Write(Utf8JsonWriter json, RunDigest digest)
    {
        var strings = new StringTable();
        json.WriteStartObject();
        json.WriteNumber("end", digest.EndNs / NsPerUs);
        json.WriteNumber("workers", Math.Max(1, digest.Record.Plan.Concurrency));
        WriteRows(json, "ops", digest.Spans, span => Operation(span, digest, strings));
        WriteRows(json, "faults", digest.Faults, fault =>
            [strings.PositionOf(FaultName.Of(fault.Kind)), fault.StartNs / NsPerUs, fault.EndNs / NsPerUs]);
        WriteRows(json, "leaders", digest.Record.Leaders, leader =>
            [leader.TimeNs / NsPerUs, strings.PositionOf(leader.Node), leader.Term]);
        WriteStrings(json, strings);
        json.WriteEndObject();
    }

    /// <remarks>
    /// A process that ended unknown goes on under its number + concurrency, so the remainder is the worker behind both: one row of the
    /// timeline, on which operations never overlap.
    /// </remarks>
    private static long[] Operation(OperationSpan span, RunDigest digest, StringTable strings) =>
    [
        span.Invoke.Index,
        span.Completion is { } completion ? completion.Index - span.Invoke.Index : 0,
        span.Invoke.Process.Number % Math.Max(1, digest.Record.Plan.Concurrency),
        span.Invoke.Process.Number,
        span.Invoke.TimeNs / NsPerUs,
        span.LatencyNs is { } latencyNs ? latencyNs / NsPerUs : -1,
        (int)span.Outcome,
        strings.PositionOf(span.Invoke.F),
        strings.PositionOf(span.Invoke.Key),
        strings.PositionOf(Argument(span.Invoke)),
        strings.PositionOf(Result(span.Completion)),
        strings.PositionOf(span.Completion?.Error),
        strings.PositionOf(span.Invoke.Node),
    ];

    private static string? Argument(HistoryEvent invoke) => invoke.Value is Value.Nil ? null : invoke.Value.ToString();

    private static string? Result(HistoryEvent? completion) =>
        completion?.Observed?.ToString() ?? (completion?.Type == EventType.Ok ? completion.Value.ToString() : null);

    private static void WriteRows<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Func<T, long[]> row)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartArray();
            foreach (var number in row(item))
                json.WriteNumberValue(number);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, StringTable strings)
    {
        json.WriteStartArray("strings");
        foreach (var text in strings.Texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
