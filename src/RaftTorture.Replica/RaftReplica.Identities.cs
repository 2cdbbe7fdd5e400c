using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica;

/// <summary>Who a peer is: a member, with the disk that it had when this server first met it.</summary>
/// <remarks>
/// A member whose disk was wiped has forgotten its votes and its log. Under its old identity it could vote twice in a term, or help to elect
/// a leader that lacks what it once acknowledged: so it is not heard before it was removed and added again.
/// </remarks>
public sealed partial class RaftReplica
{
    private const int MaxMet = 1024;

    /// <summary>
    /// Who is connected, and with which disk. A connection may be older than the membership: of one that joins, or of one that is removed
    /// and added again without ever hanging up. One that hung up is forgotten: if it is added again it may have another disk by then.
    /// </summary>
    private readonly SortedDictionary<NodeId, Incarnation> _met = [];

    /// <summary>
    /// A peer is pinned when it connects, not when it first says something: two followers may never have spoken, and the first word of the
    /// one whose disk was wiped would be the vote that must not count.
    /// </summary>
    private void Meet(Greeted greeted)
    {
        if (greeted.IsGone)
        {
            if (_met.TryGetValue(greeted.Peer, out var left) && left == greeted.Incarnation)
                _met.Remove(greeted.Peer);
            return;
        }

        if (_met.Count < MaxMet || _met.ContainsKey(greeted.Peer))
            _met[greeted.Peer] = greeted.Incarnation;
        if (_core.Configuration.Find(greeted.Peer) is { } member)
            PinAtFirstContact(member, greeted.Incarnation);
    }

    /// <summary>The members changed: those that are new may be connected already. Their pins are as durable as the entry that made them members.</summary>
    private void PinNewMembers(Configuration configuration)
    {
        foreach (var member in configuration.Members)
        {
            if (_met.TryGetValue(member.Id, out var incarnation))
                PinAtFirstContact(member, incarnation);
        }
    }

    private bool IsWhoItWas(Received received)
    {
        var speaker = received.Message.From;
        if (_core.Configuration.Find(speaker) is not { } member)
            return true; // No member here, or not yet: it counts in no quorum of this server.
        var pinned = PinAtFirstContact(member, received.Incarnation);
        if (pinned == received.Incarnation)
            return true;
        if (IsALeadersWord(received.Message))
            return true;
        _outbox.Warn($"{speaker} is not heard: its data directory is not the one it had (incarnation {received.Incarnation}, known is {pinned}); remove it and add it again");
        return false;
    }

    /// <remarks>The pin is durable before anything that rests on the message leaves this server, since it is written in the same batch.</remarks>
    private Incarnation PinAtFirstContact(Member member, Incarnation incarnation)
    {
        if (_storage.Log.PinOf(member.Id, member.JoinedAt) is { } pinned)
            return pinned;
        _storage.Log.Pin(member.Id, member.JoinedAt, incarnation);
        _isDirty = true;
        return incarnation;
    }

    /// <summary>
    /// Whoever leads was elected by a majority that each knew whom it voted for. It may be a member that was removed and added again while
    /// this server was away: only its log can tell this server so.
    /// </summary>
    private static bool IsALeadersWord(Message message) => message is Message.AppendEntries or Message.InstallSnapshot;
}
