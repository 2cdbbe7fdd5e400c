namespace RaftTorture.Simulation.Time;

/// <summary>A node's monotonic clock: it starts anywhere, may run fast, slow or not at all, and may jump ahead as over a suspension.</summary>
/// <param name="offsetMs">What it shows when the world begins.</param>
/// <param name="naturalPermille">How fast it runs when no fault makes it faster or slower: 1000 is right.</param>
internal sealed class NodeClock(long offsetMs, int naturalPermille)
{
    private long _setUs = offsetMs * 1000;
    private long _setAtUs;
    private int _ratePermille = naturalPermille;

    public int NaturalPermille { get; } = naturalPermille;

    /// <summary>What it shows, milliseconds.</summary>
    /// <param name="nowUs">True time.</param>
    public long ReadMs(long nowUs) => ReadUs(nowUs) / 1000;

    /// <summary>How fast it runs from now on: 1000 is right, 0 stands still.</summary>
    public void Run(long nowUs, int ratePermille)
    {
        (_setUs, _setAtUs) = (ReadUs(nowUs), nowUs);
        _ratePermille = ratePermille;
    }

    public void Jump(long nowUs, long aheadMs) => (_setUs, _setAtUs) = (ReadUs(nowUs) + (aheadMs * 1000), nowUs);

    /// <summary>True time at which it will show so much, milliseconds; a clock that stands still is never there.</summary>
    public long TrueMsAt(long clockMs, long nowUs) =>
        _ratePermille == 0 ? long.MaxValue : (nowUs + ((((clockMs * 1000) - ReadUs(nowUs)) * 1000) / _ratePermille)) / 1000;

    private long ReadUs(long nowUs) => _setUs + ((nowUs - _setAtUs) * _ratePermille / 1000);
}
