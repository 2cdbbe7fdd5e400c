namespace RaftTorture.TestKit.Worlds;

/// <summary>Virtual time: events in order of their time, and of their scheduling where times are equal.</summary>
public sealed class Timeline
{
    private readonly PriorityQueue<Action, (long AtMs, long Order)> _events = new();
    private long _scheduled;

    public long NowMs { get; private set; }

    public void After(long delayMs, Action action) => _events.Enqueue(action, (NowMs + delayMs, _scheduled++));

    /// <summary>Plays every event up to and with that time.</summary>
    public void RunTo(long atMs)
    {
        while (TryStep(atMs))
        {
        }

        NowMs = atMs;
    }

    /// <summary>Plays the next event, unless it lies behind <paramref name="untilMs"/>.</summary>
    /// <returns>False if there was none to play.</returns>
    public bool TryStep(long untilMs)
    {
        if (!_events.TryPeek(out var action, out var due) || due.AtMs > untilMs)
            return false;
        _events.Dequeue();
        NowMs = due.AtMs;
        action();
        return true;
    }
}
