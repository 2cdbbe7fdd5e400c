using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// Histories of one register that many clients use at once, from a seed. Each client always has an operation open; all take effect at one
/// instant, so that the history is linearizable. Linear in the number of operations.
/// </summary>
/// <param name="Operations">So many are invoked.</param>
/// <param name="Clients">So many are open at any time.</param>
/// <param name="Values">So many different ones are written; 0: each once.</param>
/// <param name="UnknownPercent">So many writes and cas lose their answer; half of these happen.</param>
/// <param name="BlindPercent">So many missed cas do not say what they saw.</param>
internal sealed record HotRegister(int Operations, int Clients, int Values, int UnknownPercent, int BlindPercent = 0)
{
    private const int CasPercent = 10;

    private sealed class Client(int process)
    {
        public int Process { get; set; } = process;

        public HistoryEvent? Asked { get; set; }

        public HistoryEvent? Answer { get; set; }
    }

    /// <param name="isStale">Whether a read in the last third is given the answer of one in the first.</param>
    public List<HistoryEvent> Generate(Dice dice, bool isStale = false)
    {
        var events = new List<HistoryEvent>(2 * Operations);
        var clients = Enumerable.Range(0, Clients).Select(process => new Client(process)).ToArray();
        var state = Value.Absent;
        for (var (invoked, open) = (0, 0); invoked < Operations || open > 0;)
        {
            var client = dice.OneOf(clients);
            if (client.Asked is null)
            {
                if (invoked == Operations)
                    continue;
                client.Asked = Record(events, Invoke(client.Process, dice, state, invoked++));
                open++;
            }
            else if (client.Answer is null)
            {
                client.Answer = Perform(client.Asked, dice, ref state);
            }
            else
            {
                Record(events, client.Answer);
                client.Process += client.Answer.Type == EventType.Info ? Clients : 0;
                (client.Asked, client.Answer) = (null, null);
                open--;
            }
        }

        if (isStale)
            MakeStale(events);
        return events;
    }

    private static HistoryEvent Record(List<HistoryEvent> events, HistoryEvent e)
    {
        e = e with { Index = events.Count, TimeNs = events.Count };
        events.Add(e);
        return e;
    }

    private HistoryEvent Invoke(int process, Dice dice, Value state, int number)
    {
        var fresh = Value.Of(Values == 0 ? number : dice.Below(Values));
        var (f, value) = dice.Below(100) switch
        {
            < CasPercent => ("cas", Value.Cas(Values == 0 || dice.Percent(50) ? state : Value.Of(dice.Below(Values)), fresh)),
            < 55 => ("write", fresh),
            _ => ("read", Value.Absent),
        };
        return new HistoryEvent { Index = 0, TimeNs = 0, Process = new ProcessId(process), Type = EventType.Invoke, F = f, Key = "k", Value = value };
    }

    private HistoryEvent Perform(HistoryEvent asked, Dice dice, ref Value state)
    {
        if (asked.F == "read")
            return asked with { Type = EventType.Ok, Value = state };
        var isUnknown = dice.Percent(UnknownPercent);
        if (isUnknown && dice.Percent(50))
            return asked with { Type = EventType.Info };
        if (asked.Value is Value.Items { Content: [var expected, _] } && expected != state)
            return isUnknown ? asked with { Type = EventType.Info } : Miss(asked, dice.Percent(BlindPercent) ? null : state);
        state = asked.Value is Value.Items { Content: [_, var next] } ? next : asked.Value;
        return asked with { Type = isUnknown ? EventType.Info : EventType.Ok };
    }

    private static HistoryEvent Miss(HistoryEvent asked, Value? seen) =>
        asked with { Type = EventType.Fail, Error = HistoryEvent.CasMiss, Observed = seen };

    private static void MakeStale(List<HistoryEvent> events)
    {
        var source = events.FindIndex(events.Count / 3, IsRead);
        var victim = events.FindIndex(2 * events.Count / 3, e => IsRead(e) && e.Value != events[source].Value);
        events[victim] = events[victim] with { Value = events[source].Value };
    }

    private static bool IsRead(HistoryEvent e) => e is { F: "read", Type: EventType.Ok };
}
