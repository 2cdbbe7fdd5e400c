namespace RaftTorture.Client;

/// <summary>
/// Pauses between attempts: each is drawn uniformly between the shortest and a ceiling that doubles from twice the shortest up to the longest.
/// Drawn, so that clients turned away together do not come back together.
/// </summary>
internal sealed class Backoff
{
    private readonly TimeSpan _min;
    private readonly TimeSpan _max;
    private SplitMix64 _jitter;
    private TimeSpan _ceiling;

    public Backoff(ulong seed, TimeSpan min, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(min, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        _jitter = new SplitMix64(seed);
        (_min, _max, _ceiling) = (min, max, min);
    }

    /// <summary>The next pause is one of the short ones again.</summary>
    public void Reset() => _ceiling = _min;

    public TimeSpan Next()
    {
        _ceiling = _ceiling > _max / 2 ? _max : _ceiling * 2;
        return _min + ((_ceiling - _min) * _jitter.NextDouble());
    }
}
