using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>The same history in other names.</summary>
internal static class Renaming
{
    /// <summary>Also within lists: what a cas takes, what a read of a collection shows. Of what a set says about an element only the element.</summary>
    public static List<HistoryEvent> Values(IEnumerable<HistoryEvent> history, Func<Value, Value> rename)
    {
        return [.. history.Select(e => e with
        {
            Value = e is { F: "contains", Type: EventType.Ok } ? e.Value : Renamed(e.Value),
            Observed = e.Observed is { } observed ? Renamed(observed) : null,
        })];

        Value Renamed(Value value) => value is Value.Items items ? Value.Of(items.Content.Select(Renamed)) : rename(value);
    }

    public static List<HistoryEvent> Keys(IEnumerable<HistoryEvent> history, Func<string, string> rename) =>
        [.. history.Select(e => e with { Key = e.Key is { } key ? rename(key) : null })];

    public static List<HistoryEvent> Processes(IEnumerable<HistoryEvent> history, Func<int, int> rename) =>
        [.. history.Select(e => e with { Process = new ProcessId(rename(e.Process.Number)) })];
}
