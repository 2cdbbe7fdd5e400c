using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>Histories of one key, from a seed: of objects that keep their promise, and of ones whose answers were tampered with.</summary>
internal static class RandomHistories
{
    /// <summary>A register that keeps its promise.</summary>
    /// <param name="isUnique">Whether no value is written twice; else there are three of them.</param>
    /// <param name="blindPercent">So many missed cas do not say what they saw.</param>
    public static List<HistoryEvent> Register(Dice dice, int operations, int processes, int unknownPercent, bool isUnique, int blindPercent)
    {
        var state = Value.Absent;
        var clients = new SimulatedClients(dice, operations, processes, unknownPercent);
        return clients.Run(Choose, Perform);

        (string F, Value Value) Choose(int number)
        {
            var fresh = Value.Of(isUnique ? number : dice.Below(3));
            return dice.Below(3) switch
            {
                0 => ("read", Value.Absent),
                1 => ("write", fresh),
                _ => ("cas", Value.Cas(dice.Percent(70) ? state : Value.Of(dice.Below(3)), fresh)),
            };
        }

        (EventType, Value, string?, Value?) Perform(HistoryEvent asked)
        {
            if (asked.F == "read")
                return (EventType.Ok, state, null, null);
            if (asked.F == "cas" && ((Value.Items)asked.Value).Content[0] != state)
                return (EventType.Fail, asked.Value, HistoryEvent.CasMiss, dice.Percent(blindPercent) ? null : state);
            if (dice.Percent(5))
                return (EventType.Fail, asked.Value, "refused", null);
            state = asked.F == "write" ? asked.Value : ((Value.Items)asked.Value).Content[1];
            return (EventType.Ok, asked.Value, null, null);
        }
    }

    /// <summary>A collection that keeps its promise; <paramref name="f"/> adds to its end.</summary>
    public static List<HistoryEvent> Collection(Dice dice, string f, int operations, int processes, int unknownPercent)
    {
        var elements = ImmutableArray<Value>.Empty;
        var clients = new SimulatedClients(dice, operations, processes, unknownPercent);
        return clients.Run(number => dice.Percent(50) ? (f, Value.Of(number)) : ("read", Value.Absent), Perform);

        (EventType, Value, string?, Value?) Perform(HistoryEvent asked)
        {
            if (asked.F == "read")
                return (EventType.Ok, Value.Of(elements), null, null);
            if (dice.Percent(5))
                return (EventType.Fail, asked.Value, "refused", null);
            elements = elements.Add(asked.Value);
            return (EventType.Ok, asked.Value, null, null);
        }
    }

    /// <summary>Gives one read or miss, if there is any, the answer that another one got, or one out of the blue.</summary>
    public static void TamperWithRegister(List<HistoryEvent> events, Dice dice)
    {
        var answers = Enumerable.Range(0, events.Count).Where(i => Answer(events[i]) is not null).ToArray();
        if (answers.Length == 0)
            return;
        var victim = dice.OneOf(answers);
        var lie = dice.Percent(60) ? Answer(events[dice.OneOf(answers)])! : Value.Of(dice.Below(4));
        events[victim] = events[victim].F == "read" ? events[victim] with { Value = lie } : events[victim] with { Observed = lie };
    }

    /// <summary>Loses, swaps, doubles or invents an element in one read, if there is any.</summary>
    public static void TamperWithCollection(List<HistoryEvent> events, Dice dice)
    {
        var reads = Enumerable.Range(0, events.Count).Where(i => events[i] is { F: "read", Type: EventType.Ok }).ToArray();
        if (reads.Length == 0)
            return;
        var victim = dice.OneOf(reads);
        var elements = ((Value.Items)events[victim].Value).Content;
        var place = dice.Below(elements.Length + 1);
        ImmutableArray<Value> lie = dice.Below(3) switch
        {
            0 when place < elements.Length => elements.RemoveAt(place),
            1 when place < elements.Length => elements.RemoveAt(place).Add(elements[place]),
            _ => elements.Insert(place, Value.Of(dice.Below(events.Count))),
        };
        events[victim] = events[victim] with { Value = Value.Of(lie) };
    }

    private static Value? Answer(HistoryEvent e) => e switch
    {
        { F: "read", Type: EventType.Ok } => e.Value,
        { Error: HistoryEvent.CasMiss } => e.Observed,
        _ => null,
    };
}
