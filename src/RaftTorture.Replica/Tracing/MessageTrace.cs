using System.Diagnostics;
using System.Text.Json;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>A message in etcd raft's words; the meaning of its fields differs from type to type, as there.</summary>
internal static class MessageTrace
{
    public static TraceEvent Sent(Message message) => message switch
    {
        Message.AppendEntries => TraceEvent.SendAppendEntriesRequest,
        Message.AppendReply => TraceEvent.SendAppendEntriesResponse,
        Message.RequestVote { IsPreVote: false } => TraceEvent.SendRequestVoteRequest,
        Message.VoteReply { IsPreVote: false } => TraceEvent.SendRequestVoteResponse,
        Message.InstallSnapshot => TraceEvent.SendSnapshot,
        _ => TraceEvent.SendMessage,
    };

    public static TraceEvent Received(Message message) => message switch
    {
        Message.AppendEntries => TraceEvent.ReceiveAppendEntriesRequest,
        Message.AppendReply => TraceEvent.ReceiveAppendEntriesResponse,
        Message.RequestVote { IsPreVote: false } => TraceEvent.ReceiveRequestVoteRequest,
        Message.VoteReply { IsPreVote: false } => TraceEvent.ReceiveRequestVoteResponse,
        Message.InstallSnapshot => TraceEvent.ReceiveSnapshot,
        _ => TraceEvent.ReceiveMessage,
    };

    public static void Write(Utf8JsonWriter json, Message message)
    {
        var fields = FieldsOf(message);
        json.WriteStartObject("msg");
        json.WriteString("type", fields.Type);
        json.WriteNumber("term", message.Term.Value);
        json.WriteNode("from", message.From);
        json.WriteNode("to", message.To);
        json.WriteNumber("entries", fields.Entries);
        json.WriteNumber("logTerm", fields.LogTerm.Value);
        json.WriteNumber("index", fields.Index.Value);
        json.WriteNumber("commit", fields.Commit.Value);
        json.WriteNode("vote", null); // etcd raft fills it in for no message that is traced.
        json.WriteBoolean("reject", fields.IsRejection);
        json.WriteNumber("rejectHint", fields.RejectHint.Value);
        json.WriteEndObject();
    }

    /// <summary>What the message says and etcd's fields have no room for.</summary>
    public static void WriteExtra(Utf8JsonWriter json, Message message)
    {
        switch (message)
        {
            case Message.AppendEntries append:
                json.WriteNumber("round", append.ReadRound);
                break;
            case Message.AppendReply reply:
                json.WriteNumber("round", reply.ReadRound);
                break;
            case Message.RequestVote request:
                json.WriteBoolean("transfer", request.IsTransfer);
                break;
            case Message.InstallSnapshot piece:
                WritePiece(json, piece);
                break;
            case Message.SnapshotReply reply:
                json.WriteNumber("stream", reply.Stream);
                json.WriteNumber("nextOffset", reply.NextOffset);
                break;
            case Message.ReadIndexRequest request:
                json.WriteNumber("read", request.ReadId);
                break;
            case Message.ReadIndexReply reply:
                json.WriteNumber("read", reply.ReadId);
                break;
            default:
                break; // The others have nothing more to say.
        }
    }

    private static void WritePiece(Utf8JsonWriter json, Message.InstallSnapshot piece)
    {
        json.WritePosition("snapshot", piece.Snapshot.Index, piece.Snapshot.Term);
        json.WriteNumber("stream", piece.Stream);
        json.WriteNumber("offset", piece.Offset);
        json.WriteNumber("bytes", piece.Data.Length);
        json.WriteBoolean("last", piece.IsLast);
    }

    private static Fields FieldsOf(Message message) => message switch
    {
        Message.AppendEntries append => new("MsgApp")
        {
            Entries = append.Entries.Length,
            LogTerm = append.PreviousTerm,
            Index = append.PreviousIndex,
            Commit = append.CommitIndex,
        },
        Message.AppendReply { IsSuccess: true } reply => new("MsgAppResp") { Index = reply.MatchIndex },
        Message.AppendReply reply => new("MsgAppResp") { Index = reply.RejectedIndex, IsRejection = true, RejectHint = reply.MatchIndex },
        Message.RequestVote request => new(request.IsPreVote ? "MsgPreVote" : "MsgVote") { LogTerm = request.LastLogTerm, Index = request.LastLogIndex },
        Message.VoteReply reply => new(reply.IsPreVote ? "MsgPreVoteResp" : "MsgVoteResp") { IsRejection = !reply.IsGranted },
        Message.InstallSnapshot piece => new("MsgSnap") { Entries = piece.Snapshot.Index.Value }, // As etcd has it: the whole log up to there.
        Message.SnapshotReply => new("MsgSnapResp"),
        Message.TimeoutNow => new("MsgTimeoutNow"),
        Message.ReadIndexRequest => new("MsgReadIndex"),
        Message.ReadIndexReply reply => new("MsgReadIndexResp") { Index = reply.Index ?? LogIndex.Zero, IsRejection = reply.Index is null },
        _ => throw new UnreachableException($"unknown message {message}"),
    };

    private readonly record struct Fields(string Type)
    {
        public long Entries { get; init; }

        public Term LogTerm { get; init; }

        public LogIndex Index { get; init; }

        public LogIndex Commit { get; init; }

        public bool IsRejection { get; init; }

        public LogIndex RejectHint { get; init; }
    }
}
