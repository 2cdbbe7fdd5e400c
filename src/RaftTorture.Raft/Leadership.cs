using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What a leader knows about its followers and its open requests; gone with its term (Figure 2, volatile state on leaders).</summary>
internal sealed class Leadership
{
    /// <summary>Everybody that gets the log, in order of id: the members, and whoever was removed by an entry that is not committed yet.</summary>
    public ImmutableArray<Progress> Followers { get; private set; } = [];

    /// <summary>When the next heartbeat is due, milliseconds.</summary>
    public long HeartbeatDueMs { get; set; }

    /// <summary>Bytes of payload in entries that are not committed yet.</summary>
    public long UncommittedBytes { get; set; }

    public LeaderReads Reads { get; } = new();

    /// <summary>The handover under way, or null.</summary>
    public Handover? Handover { get; set; }

    /// <summary>The number of the latest snapshot transfer.</summary>
    public long LastStream { get; set; }

    public Progress? Find(NodeId peer) => Followers.FirstOrDefault(follower => follower.Peer == peer);

    /// <summary>Starts to send the log to members that are new.</summary>
    public void Follow(IEnumerable<NodeId> members, LogIndex next, long nowMs)
    {
        var added = members.Where(member => Find(member) is null).Select(member => new Progress(member, next, nowMs));
        Followers = [.. Followers.Concat(added).OrderBy(follower => follower.Peer)];
    }

    /// <summary>Stops sending to whoever is no member any more.</summary>
    public void Unfollow(Configuration configuration) =>
        Followers = Followers.RemoveAll(follower => configuration.Find(follower.Peer) is null);
}
