using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// Clients of an object that really is atomic: every operation that happens does so at one instant between its invocation
/// and its completion, or at any time after its invocation if its client gave up. What they record is linearizable.
/// </summary>
/// <param name="dice">Decides everything.</param>
/// <param name="operations">So many are invoked.</param>
/// <param name="processes">So many may be open at once.</param>
/// <param name="unknownPercent">So many lose their answer; half of these happen.</param>
internal sealed class SimulatedClients(Dice dice, int operations, int processes, int unknownPercent)
{
    private readonly List<HistoryEvent> _events = [];
    private readonly List<Open> _open = [];
    private int _nextProcess;
    private int _invoked;

    private sealed class Open(HistoryEvent invocation, bool isLost, bool happens)
    {
        public HistoryEvent Invocation { get; } = invocation;

        public bool IsLost { get; } = isLost;

        public bool Happens { get; } = happens;

        public bool GaveUp { get; set; }

        public HistoryEvent? Answer { get; set; }
    }

    /// <summary>Performs one operation on the object, and says how it ended.</summary>
    public delegate (EventType Type, Value Value, string? Error, Value? Observed) Perform(HistoryEvent invocation);

    public List<HistoryEvent> Run(Func<int, (string F, Value Value)> choose, Perform perform)
    {
        while (_invoked < operations || _open.Exists(open => !open.GaveUp))
        {
            if (_invoked < operations && _open.Count(open => !open.GaveUp) < processes && dice.Percent(40))
                Invoke(choose(_invoked++));
            else if (_open.Count > 0)
                Advance(dice.OneOf(_open), perform);
        }

        return _events;
    }

    private void Invoke((string F, Value Value) operation)
    {
        var e = new HistoryEvent
        {
            Index = _events.Count,
            TimeNs = _events.Count * 1_000_000,
            Process = new ProcessId(_nextProcess++),
            Type = EventType.Invoke,
            F = operation.F,
            Key = "k",
            Value = operation.Value,
        };
        var isLost = dice.Percent(unknownPercent);
        _events.Add(e);
        _open.Add(new Open(e, isLost, !isLost || dice.Percent(50)));
    }

    private void Advance(Open open, Perform perform)
    {
        if (open.Answer is null && open.Happens && (!open.IsLost || dice.Percent(50)))
            TakeEffect(open, perform);
        else if (open.IsLost && !open.GaveUp)
            GiveUp(open);
        else if (!open.IsLost)
            Complete(open);
    }

    private static void TakeEffect(Open open, Perform perform)
    {
        var (type, value, error, observed) = perform(open.Invocation);
        open.Answer = open.Invocation with { Type = type, Value = value, Error = error, Observed = observed };
    }

    private void GiveUp(Open open)
    {
        open.GaveUp = true;
        if (dice.Percent(70))
            Record(open.Invocation with { Type = EventType.Info, Error = "timeout" });
        if (open.Answer is not null || !open.Happens)
            _open.Remove(open);
    }

    private void Complete(Open open)
    {
        Record(open.Answer!);
        _open.Remove(open);
    }

    private void Record(HistoryEvent e) => _events.Add(e with { Index = _events.Count, TimeNs = _events.Count * 1_000_000 });
}
