using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A node's own time: its clock may be ahead, run fast or slow, and the process may stand still while it runs on.</summary>
public sealed partial class SimulatedNode
{
    private readonly Queue<Action> _deferred = [];
    private long _clockSetMs;
    private long _clockSetAtMs;
    private int _clockPercent = 100;

    /// <summary>The process stands still.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>What its monotonic clock shows, milliseconds.</summary>
    public long ClockMs => _clockSetMs + ((_timeline.NowMs - _clockSetAtMs) * _clockPercent / 100);

    /// <summary>How fast its clock runs from now on: 100 is right.</summary>
    public int ClockPercent
    {
        get => _clockPercent;
        set
        {
            SetClock(ClockMs);
            _clockPercent = value;
        }
    }

    internal IReadOnlyList<Effect> Tick() => IsFrozen ? [] : Step(new Input.Tick(ClockMs));

    internal IReadOnlyList<Effect> TickAfter(int elapsedMs)
    {
        SetClock(ClockMs + elapsedMs);
        return Tick();
    }

    /// <summary>The process stands still right after a look at the clock; what comes waits.</summary>
    internal void Freeze()
    {
        LookAtClock();
        IsFrozen = true;
    }

    /// <summary>It goes on with what was waiting, and does not know that it slept.</summary>
    internal void Thaw()
    {
        IsFrozen = false;
        while (!IsFrozen && _deferred.TryDequeue(out var action))
            action();
    }

    /// <summary>World time at which this clock will show so much, milliseconds.</summary>
    private long WorldTimeAt(long clockMs) => _timeline.NowMs + (((clockMs - ClockMs) * 100) / _clockPercent);

    private void LookAtClock() => Step(new Input.Clock(ClockMs));

    private void SetClock(long nowMs) => (_clockSetMs, _clockSetAtMs) = (nowMs, _timeline.NowMs);

    private void Handle(Action action)
    {
        if (!IsRunning)
            return;
        if (IsFrozen)
            _deferred.Enqueue(action);
        else
            action();
    }
}
