using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Wire;

public static partial class MessageCodec
{
    private static void WriteBody(Message message, WireWriter writer)
    {
        switch (message)
        {
            case Message.RequestVote request:
                writer.Int64(request.LastLogIndex.Value);
                writer.Int64(request.LastLogTerm.Value);
                writer.Bool(request.IsPreVote);
                writer.Bool(request.IsTransfer);
                break;
            case Message.VoteReply reply:
                writer.Bool(reply.IsGranted);
                writer.Bool(reply.IsPreVote);
                break;
            case Message.AppendEntries append:
                Write(append, writer);
                break;
            case Message.AppendReply reply:
                writer.Bool(reply.IsSuccess);
                writer.Int64(reply.MatchIndex.Value);
                writer.Int64(reply.RejectedIndex.Value);
                writer.Int64(reply.ReadRound);
                break;
            case Message.InstallSnapshot piece:
                Write(piece, writer);
                break;
            case Message.SnapshotReply reply:
                writer.Int64(reply.Stream);
                writer.Int64(reply.NextOffset);
                break;
            case Message.TimeoutNow:
                break;
            case Message.ReadIndexRequest request:
                writer.Int64(request.ReadId);
                break;
            case Message.ReadIndexReply reply:
                Write(reply, writer);
                break;
            default:
                throw new UnreachableException($"{message}");
        }
    }

    private static void Write(Message.AppendEntries append, WireWriter writer)
    {
        writer.Int64(append.PreviousIndex.Value);
        writer.Int64(append.PreviousTerm.Value);
        writer.Int64(append.CommitIndex.Value);
        writer.Int64(append.ReadRound);
        writer.Int32(append.Entries.Length);
        foreach (var entry in append.Entries)
        {
            writer.Int64(entry.Term.Value);
            writer.Byte((byte)entry.Kind);
            writer.Blob(entry.Payload.Span);
        }
    }

    private static void Write(Message.InstallSnapshot piece, WireWriter writer)
    {
        writer.Int64(piece.Stream);
        writer.Int64(piece.Snapshot.Index.Value);
        writer.Int64(piece.Snapshot.Term.Value);
        writer.Int64(piece.Offset);
        writer.Bool(piece.IsLast);
        writer.Blob(piece.Data.Span);
    }

    private static void Write(Message.ReadIndexReply reply, WireWriter writer)
    {
        writer.Int64(reply.ReadId);
        writer.Bool(reply.Index is not null);
        if (reply.Index is { } index)
            writer.Int64(index.Value);
    }
}
