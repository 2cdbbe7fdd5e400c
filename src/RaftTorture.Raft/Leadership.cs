using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What a leader knows about its followers and its open reads; gone with its term (Figure 2, volatile state on leaders).</summary>
internal sealed class Leadership
{
    public Leadership(ImmutableArray<NodeId> peers, LogIndex lastIndex, long nowMs) =>
        Followers = [.. peers.Select(peer => new Progress(peer, lastIndex.Next, nowMs))];

    /// <summary>One a follower, in order of id.</summary>
    public ImmutableArray<Progress> Followers { get; }

    /// <summary>When the next heartbeat is due, milliseconds.</summary>
    public long HeartbeatDueMs { get; set; }

    /// <summary>The newest round of confirmation that was sent.</summary>
    public long ReadRound { get; set; }

    /// <summary>Reads that the current round serves, or null if no round is under way.</summary>
    public OpenReads? Confirming { get; set; }

    /// <summary>Reads that came after the current round had started: the next one serves them.</summary>
    public List<long> Waiting { get; } = [];

    public Progress Of(NodeId peer) => Followers.First(follower => follower.Peer == peer);
}

/// <summary>Reads that wait for a quorum to answer <paramref name="Round"/>; they will be served at <paramref name="ReadIndex"/>.</summary>
internal sealed record OpenReads(ImmutableArray<long> Ids, long Round, LogIndex ReadIndex);

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
}
