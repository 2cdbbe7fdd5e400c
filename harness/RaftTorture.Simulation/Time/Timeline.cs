namespace RaftTorture.Simulation.Time;

/// <summary>Virtual time: events in order of their time, and of their scheduling where times are equal.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long AtUs, long Order)> _events = new();
    private long _scheduled;

    /// <summary>True time since the world began, microseconds; no node can see it.</summary>
    public long NowUs { get; private set; }

    public long NowMs => NowUs / 1000;

    /// <summary>How many events have been played.</summary>
    public long Played { get; private set; }

    /// <summary>At that time, or now if it is over.</summary>
    public void At(long atUs, Action action) => _events.Enqueue(action, (Math.Max(atUs, NowUs), _scheduled++));

    public void After(long delayUs, Action action) => At(NowUs + delayUs, action);

    public void AfterMs(long delayMs, Action action) => After(delayMs * 1000, action);

    /// <summary>Plays all events up to and with that time.</summary>
    public void RunTo(long atMs)
    {
        while (TryStep(atMs * 1000))
        {
        }

        NowUs = atMs * 1000;
    }

    private bool TryStep(long untilUs)
    {
        if (!_events.TryPeek(out var action, out var due) || due.AtUs > untilUs)
            return false;
        _events.Dequeue();
        NowUs = due.AtUs;
        Played++;
        action();
        return true;
    }
}
