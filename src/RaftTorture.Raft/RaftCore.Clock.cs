namespace RaftTorture.Raft;

/// <summary>Time: what a tick brings to each role.</summary>
public sealed partial class RaftCore
{
    private readonly bool _isReborn;
    private long? _nowMs;
    private long? _tickedMs;
    private long _electionDeadlineMs;
    private long? _heardFromLeaderMs;

    private long NowMs => _nowMs ?? 0;

    /// <summary>What this server acknowledged before it restarted may still hold up a lease: it must not vote, not even for itself, before that is over.</summary>
    private bool MayHoldUpALease => _isReborn && _config.ReadMode == ReadMode.Lease;

    private void SetClock(long nowMs)
    {
        if (_nowMs is null && MayHoldUpALease)
            _heardFromLeaderMs = nowMs;
        _nowMs = nowMs;
    }

    private void OnTick(long nowMs)
    {
        SetClock(nowMs);
        var wasSuspended = nowMs - (_tickedMs ?? nowMs) >= _config.ElectionTimeoutMinMs;
        if (_tickedMs is null || wasSuspended)
            StartElectionTimer(); // After a suspension what the leader said meanwhile still waits in the sockets.
        var isAlone = _tickedMs is null && !MayHoldUpALease && Configuration.Voters is [var only] && only == Id;
        _tickedMs = nowMs;
        ExpireAskedReads();
        if (_leadership is { } leadership)
            OnLeaderTick(leadership, wasSuspended);
        else if (isAlone || nowMs >= _electionDeadlineMs)
            OnElectionTimeout();
    }

    /// <param name="leadership">This leader's knowledge.</param>
    /// <param name="wasSuspended">The process slept: the answers of its quorum wait in the sockets, so it is not judged on this tick.</param>
    private void OnLeaderTick(Leadership leadership, bool wasSuspended)
    {
        if (_config.CheckQuorum && !wasSuspended && _rules.HasLostQuorum(NowMs - QuorumHeardMs(leadership), _config.ElectionTimeoutMaxMs))
        {
            BecomeFollower(Term, leader: null);
            return;
        }

        ExpireHandover(leadership);
        if (NowMs < leadership.HeartbeatDueMs)
            return;
        foreach (var follower in leadership.Followers)
            follower.IsAsked = false;
        if (_config.ReadMode == ReadMode.Lease)
            leadership.Reads.StartRound(NowMs);
        Broadcast(leadership, evenIfEmpty: true);
    }

    /// <summary>Draws a fresh timeout. Reset only when a leader speaks, a vote is granted, or an own election starts.</summary>
    private void StartElectionTimer() =>
        _electionDeadlineMs = NowMs + _dice.Between(_config.ElectionTimeoutMinMs, _config.ElectionTimeoutMaxMs);
}
