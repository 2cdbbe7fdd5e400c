namespace RaftTorture.Replica;

/// <summary>
/// The time that a leader stamps into its commands, by which sessions expire: it goes on where the log's time stood when the leader was
/// elected, at the rate of the leader's monotonic clock. So it never goes back by more than what is not applied yet, nobody's wall clock
/// matters, and while there is no leader it stands still.
/// </summary>
internal sealed class LogClock
{
    private long _aheadMs;

    /// <summary>A leader was elected here.</summary>
    public void Start(long machineMs, long nowMs) => _aheadMs = machineMs - nowMs;

    public long Stamp(long nowMs) => nowMs + _aheadMs;
}
