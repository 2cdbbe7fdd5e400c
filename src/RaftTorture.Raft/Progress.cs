namespace RaftTorture.Raft;

/// <summary>How far one follower is.</summary>
internal sealed class Progress(NodeId peer, LogIndex next, long nowMs)
{
    public NodeId Peer { get; } = peer;

    /// <summary>The next entry to send; runs ahead of <see cref="Match"/> while answers are awaited.</summary>
    public LogIndex Next { get; set; } = next;

    /// <summary>The last entry known to be on the follower's disk.</summary>
    public LogIndex Match { get; set; }

    /// <summary>The logs' meeting point is not known yet: one question at a time.</summary>
    public bool IsProbing { get; set; } = true;

    /// <summary>While probing: a question is on its way. The next heartbeat asks again, in case it was lost.</summary>
    public bool IsAsked { get; set; }

    public long HeardMs { get; set; } = nowMs;

    /// <summary>The newest round of confirmation that this follower answered.</summary>
    public long ReadRound { get; set; }

    /// <summary>The snapshot on its way, in place of entries that are gone from the log; null while entries suffice.</summary>
    public SnapshotTransfer? Transfer { get; set; }
}

/// <summary>A snapshot on its way to a follower: one piece at a time, asked for by the answer to the one before.</summary>
internal sealed class SnapshotTransfer(long stream, LogPosition snapshot)
{
    public long Stream { get; } = stream;

    public LogPosition Snapshot { get; } = snapshot;

    private long _furthest = -1;

    /// <summary>Where the piece begins that was sent last, bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>When it was sent, milliseconds; it is sent again if no answer comes.</summary>
    public long SentMs { get; private set; }

    /// <summary>When a piece was sent that had not been sent before, milliseconds.</summary>
    public long AdvancedMs { get; private set; }

    public void Send(long offset, long nowMs)
    {
        Offset = offset;
        SentMs = nowMs;
        if (offset <= _furthest)
            return;
        _furthest = offset;
        AdvancedMs = nowMs;
    }
}
