using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>
/// Whose disk is whose: the first one that speaks for a membership is the one that holds what it promised. Another one under the same
/// membership has forgotten its votes and its log, and is not listened to.
/// </summary>
internal sealed class Acquaintances
{
    private readonly SortedDictionary<(NodeId Node, LogIndex JoinedAt), int> _disks = [];

    /// <summary>Remembers a disk at first contact; from then on only that one is known.</summary>
    public bool Knows(Member member, int disk)
    {
        var membership = (member.Id, member.JoinedAt);
        _disks.TryAdd(membership, disk);
        return _disks[membership] == disk;
    }
}
