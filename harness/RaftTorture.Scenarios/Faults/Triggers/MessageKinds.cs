using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults.Triggers;

/// <summary>The messages that nodes of the reference protocol send each other, by name, in the order of their numbers on the wire, from 1.</summary>
public static class MessageKinds
{
    public static readonly ImmutableArray<string> All =
    [
        "RequestVote", "VoteReply", "AppendEntries", "AppendReply", "InstallSnapshot", "SnapshotReply", "TimeoutNow", "ReadIndexRequest", "ReadIndexReply",
    ];
}
