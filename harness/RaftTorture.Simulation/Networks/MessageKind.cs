using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.Simulation.Networks;

/// <summary>Kinds of messages that a filter tells apart.</summary>
public enum MessageKind
{
    /// <summary>Questions for a vote, and their answers.</summary>
    Vote,

    /// <summary>AppendEntries with entries.</summary>
    Append,

    /// <summary>AppendEntries without.</summary>
    Heartbeat,
    AppendReply,

    /// <summary>Pieces of snapshots, and their answers.</summary>
    Snapshot,

    /// <summary>Reads and handovers.</summary>
    Other,
}

internal static class MessageKinds
{
    public static MessageKind Of(Message message) => message switch
    {
        Message.RequestVote or Message.VoteReply => MessageKind.Vote,
        Message.AppendEntries { Entries.IsEmpty: true } => MessageKind.Heartbeat,
        Message.AppendEntries => MessageKind.Append,
        Message.AppendReply => MessageKind.AppendReply,
        Message.InstallSnapshot or Message.SnapshotReply => MessageKind.Snapshot,
        Message.TimeoutNow or Message.ReadIndexRequest or Message.ReadIndexReply => MessageKind.Other,
        _ => throw new UnreachableException($"unknown message {message}"),
    };
}
