using System.Text.Json;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>A trace as a person would note it down: one short line an event, every field that says something.</summary>
internal static class TraceText
{
    public static string Of(IEnumerable<string> lines) => string.Concat(lines.Select(line => OfLine(JsonDocument.Parse(line).RootElement) + "\n"));

    private static string OfLine(JsonElement line)
    {
        if (line.TryGetProperty("header", out var header))
            return $"--- {header.GetProperty("cluster")}, n{header.GetProperty("nid")}, incarnation {header.GetProperty("incarnation")}";
        var e = line.GetProperty("event");
        var state = e.GetProperty("state");
        var mark = line.GetProperty("tag").ValueEquals("trace") ? ' ' : '+';
        var role = e.GetProperty("role").GetString()!["State".Length..];
        return $"n{e.GetProperty("nid")} {mark}{e.GetProperty("name")} | {role} t{state.GetProperty("term")} v{state.GetProperty("vote")} "
            + $"c{state.GetProperty("commit")} l{e.GetProperty("log")} a{e.GetProperty("applied")}{Message(e)}{Extra(line.GetProperty("extra"))}";
    }

    private static string Message(JsonElement e)
    {
        if (!e.TryGetProperty("msg", out var m))
            return "";
        var said = m.EnumerateObject()
            .Where(field => field.Name is not ("type" or "term" or "from" or "to") && field.Value.ToString() is not ("0" or "False"))
            .Select(field => $" {field.Name}={field.Value}");
        return $" | {m.GetProperty("type")} {m.GetProperty("from")}>{m.GetProperty("to")} t{m.GetProperty("term")}{string.Concat(said)}";
    }

    private static string Extra(JsonElement extra)
    {
        var said = extra.EnumerateObject()
            .Where(field => field.Name is not ("seq" or "logHash" or "stateHash" or "round" or "learners" or "transfer"))
            .Select(field => $" {field.Name}={Value(field.Value)}")
            .ToList();
        return said.Count == 0 ? "" : " |" + string.Concat(said);
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Value)),
        JsonValueKind.Object when value.TryGetProperty("kind", out var kind) => $"{Position(value)}:{kind}",
        JsonValueKind.Object => Position(value),
        _ => value.ToString(),
    };

    private static string Position(JsonElement position) => $"{position.GetProperty("index")}@{position.GetProperty("term")}";
}
