using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>What disk a membership has: another one must not speak for it, because it has forgotten its votes and entries.</summary>
/// <param name="Node">The member.</param>
/// <param name="JoinedAt">The entry that added it (0: a founder): removed and added again it is another membership.</param>
/// <param name="Incarnation">Of its disk, as it said at first contact.</param>
public readonly record struct Pin(NodeId Node, LogIndex JoinedAt, Incarnation Incarnation);
