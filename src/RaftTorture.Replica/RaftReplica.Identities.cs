using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>Who a peer is: a member, with the disk that it had when this server first heard it.</summary>
public sealed partial class RaftReplica
{
    /// <summary>
    /// A member whose disk was wiped has forgotten its votes and its log. Under its old identity it could vote twice in a term, or help to elect
    /// a leader that lacks what it once acknowledged: so it is not heard before it was removed and added again.
    /// </summary>
    /// <remarks>The pin is durable before anything that rests on the message leaves this server, since it is written in the same batch.</remarks>
    private bool IsWhoItWas(Received received)
    {
        var speaker = received.Message.From;
        if (_core.Configuration.Find(speaker) is not { } member)
            return true; // No member here, or not yet: it counts in no quorum of this server.
        var pinned = _storage.Log.PinOf(speaker, member.JoinedAt);
        if (pinned is null)
        {
            _storage.Log.Pin(speaker, member.JoinedAt, received.Incarnation);
            _isDirty = true;
        }

        if (pinned is null || pinned == received.Incarnation)
            return true;
        _outbox.Warn($"{speaker} is not heard: its data directory is not the one it had (incarnation {received.Incarnation}, known is {pinned}); remove it and add it again");
        return false;
    }
}
