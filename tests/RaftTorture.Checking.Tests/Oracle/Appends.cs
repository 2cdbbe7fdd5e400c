using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// Histories like those of MIT 6.824's key-value lab: many clients append unique words to the texts of a few keys, put them anew and get them.
/// </summary>
internal static class Appends
{
    /// <param name="isBroken">Whether one get of the last third misses the end of what it should answer.</param>
    public static List<HistoryEvent> Generate(Dice dice, int operations, int clients, int keys, bool isBroken)
    {
        var events = new List<HistoryEvent>();
        var (asked, answered) = (new HistoryEvent?[clients], new HistoryEvent?[clients]);
        var texts = Enumerable.Repeat("", keys).ToArray();
        for (var (left, open) = (operations, 0); left > 0 || open > 0;)
        {
            var client = dice.Below(clients);
            if (asked[client] is not { } invocation)
            {
                if (left == 0)
                    continue;
                asked[client] = Record(events, Invoke(dice, client, keys, left--));
                open++;
            }
            else if (answered[client] is null)
            {
                answered[client] = Perform(invocation, ref texts[int.Parse(invocation.Key!)]);
            }
            else
            {
                Record(events, answered[client]!);
                (asked[client], answered[client]) = (null, null);
                open--;
            }
        }

        if (isBroken)
            Break(events);
        return events;
    }

    private static HistoryEvent Record(List<HistoryEvent> events, HistoryEvent e)
    {
        events.Add(e with { Index = events.Count, TimeNs = events.Count });
        return events[^1];
    }

    private static HistoryEvent Invoke(Dice dice, int client, int keys, int number)
    {
        var (f, value) = dice.Below(100) switch
        {
            < 45 => ("append", Value.Of($"x {client} {number} y")),
            < 50 => ("put", Value.Of($"x {client} {number} y")),
            _ => ("get", Value.Absent),
        };
        var key = $"{dice.Below(keys)}";
        return new HistoryEvent { Index = 0, TimeNs = 0, Process = new ProcessId(client), Type = EventType.Invoke, F = f, Key = key, Value = value };
    }

    private static HistoryEvent Perform(HistoryEvent asked, ref string text)
    {
        if (asked.F == "get")
            return asked with { Type = EventType.Ok, Value = Value.Of(text) };
        text = asked.F == "put" ? asked.Value.ToString()! : text + asked.Value;
        return asked with { Type = EventType.Ok };
    }

    private static void Break(List<HistoryEvent> events)
    {
        var victim = events.FindIndex(2 * events.Count / 3, e => e is { F: "get", Type: EventType.Ok, Value: Value.Text { Content.Length: > 20 } });
        events[victim] = events[victim] with { Value = Value.Of(events[victim].Value.ToString()![3..]) };
    }
}
