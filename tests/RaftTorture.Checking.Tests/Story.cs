using System.Buffers;
using System.Globalization;
using System.Text;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests;

/// <summary>
/// Histories that read as stories, one event a line: <c>1 invoke write k 7</c>, <c>1 ok</c>, <c>2 ok 7</c>, <c>2 fail cas-miss 7</c>,
/// <c>2 info</c>. Values are numbers, <c>null</c>, texts, or lists: <c>[1,[2,3]]</c>. A completion without a value repeats what was asked.
/// </summary>
internal static class Story
{
    public static List<HistoryEvent> Of(string text)
    {
        var events = new List<HistoryEvent>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            events.Add(Event(line.Split(' '), events));
        return events;
    }

    /// <summary>The lines of <c>history.jsonl</c>, for the messages of failed tests.</summary>
    public static string Tell(IEnumerable<HistoryEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var e in events)
            HistoryJson.WriteLine(output, e);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static HistoryEvent Event(string[] words, List<HistoryEvent> before)
    {
        var process = new ProcessId(int.Parse(words[0], CultureInfo.InvariantCulture));
        var at = before.Count;
        return words[1] == "invoke"
            ? Invocation(process, at, words)
            : Completion(before.FindLast(e => e.Process == process)! with { Index = at, TimeNs = at * 1_000_000 }, words);
    }

    private static HistoryEvent Invocation(ProcessId process, int at, string[] words) => new()
    {
        Index = at,
        TimeNs = at * 1_000_000,
        Process = process,
        Type = EventType.Invoke,
        F = words[2],
        Key = words[3],
        Value = words.Length > 4 ? Parse(words[4]) : Value.Absent,
    };

    private static HistoryEvent Completion(HistoryEvent invocation, string[] words) => words[1] switch
    {
        "ok" => invocation with { Type = EventType.Ok, Value = words.Length > 2 ? Parse(words[2]) : invocation.Value },
        "fail" => invocation with { Type = EventType.Fail, Error = words.Length > 2 ? words[2] : "refused", Observed = words.Length > 3 ? Parse(words[3]) : null },
        "info" => invocation with { Type = EventType.Info, Error = "timeout" },
        _ => throw new FormatException($"'{words[1]}' is not a type of event"),
    };

    private static Value Parse(string word)
    {
        if (word == "null")
            return Value.Absent;
        if (word.StartsWith('['))
            return Value.Of(Items(word[1..^1]).Select(Parse));
        return long.TryParse(word, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Of(word);
    }

    private static IEnumerable<string> Items(string list)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < list.Length; at++)
        {
            depth += list[at] == '[' ? 1 : list[at] == ']' ? -1 : 0;
            if (list[at] != ',' || depth > 0)
                continue;
            yield return list[start..at];
            start = at + 1;
        }

        if (start < list.Length)
            yield return list[start..];
    }
}
