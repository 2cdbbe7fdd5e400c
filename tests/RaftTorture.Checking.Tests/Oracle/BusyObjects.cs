using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>Long histories of objects that keep their promise, used by many clients at once.</summary>
internal static class BusyObjects
{
    /// <summary>A queue of unique values that is often empty.</summary>
    public static List<HistoryEvent> Queue(Dice dice, int operations, int clients, int unknownPercent)
    {
        var held = new Queue<Value>();
        return new SimulatedClients(dice, operations, clients, unknownPercent).Run(Choose, Perform);

        (string F, Value Value) Choose(int number) => dice.Percent(held.Count > 20 ? 40 : 60) ? ("enqueue", Value.Of(number)) : ("dequeue", Value.Absent);

        (EventType, Value, string?, Value?) Perform(HistoryEvent asked)
        {
            if (asked.F == "dequeue")
                return (EventType.Ok, held.TryDequeue(out var head) ? head : Value.Absent, null, null);
            held.Enqueue(asked.Value);
            return (EventType.Ok, asked.Value, null, null);
        }
    }

    /// <summary>A text that is put anew and got.</summary>
    public static List<HistoryEvent> Text(Dice dice, int operations, int clients)
    {
        var text = Value.Absent;
        return new SimulatedClients(dice, operations, clients, unknownPercent: 0).Run(Choose, Perform);

        (string F, Value Value) Choose(int number) => dice.Percent(50) ? ("put", Value.Of($"{number}")) : ("get", Value.Absent);

        (EventType, Value, string?, Value?) Perform(HistoryEvent asked)
        {
            text = asked.F == "put" ? asked.Value : text;
            return (EventType.Ok, asked.F == "put" ? asked.Value : text, null, null);
        }
    }

    /// <summary>A counter that goes up by one.</summary>
    public static List<HistoryEvent> Counter(Dice dice, int operations, int clients, int unknownPercent)
    {
        var count = 0;
        return new SimulatedClients(dice, operations, clients, unknownPercent).Run(_ => (dice.OneOf(["increment", "read"]), Value.Absent), Perform);

        (EventType, Value, string?, Value?) Perform(HistoryEvent asked)
        {
            count += asked.F == "increment" ? 1 : 0;
            return (EventType.Ok, asked.F == "read" ? Value.Of(count) : Value.Absent, null, null);
        }
    }
}
