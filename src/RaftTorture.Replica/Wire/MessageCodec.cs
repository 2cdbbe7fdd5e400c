using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Wire;

/// <summary>
/// A message between nodes as bytes, integers little-endian:
/// <code>
/// version and kind (1 byte: high and low half) · term (8) · from (4) · to (4) · then by kind
/// 1 RequestVote    last index (8) · last term (8) · is pre-vote (1)
/// 2 VoteReply      is granted (1) · is pre-vote (1)
/// 3 AppendEntries  previous index (8) · previous term (8) · commit (8) · read round (8) · count (4) · entries
///     entry        term (8) · kind (1) · payload length (4) · payload
/// 4 AppendReply    is success (1) · match (8) · rejected (8) · read round (8)
/// </code>
/// </summary>
/// <remarks>An entry's index is not sent: it follows from the previous index, so that no message can hold entries with a gap.</remarks>
public static class MessageCodec
{
    private const byte Version = 1;

    private const byte RequestVote = 1;
    private const byte VoteReply = 2;
    private const byte AppendEntries = 3;
    private const byte AppendReply = 4;

    private const int MinEntryBytes = sizeof(long) + sizeof(byte) + sizeof(int);

    public static void Encode(Message message, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        writer.Byte((byte)((Version << 4) | KindOf(message)));
        writer.Int64(message.Term.Value);
        writer.Int32(message.From.Value);
        writer.Int32(message.To.Value);
        WriteBody(message, writer);
    }

    /// <exception cref="FormatException">The bytes are not exactly one message of this version: the message says where and why.</exception>
    public static Message Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes, "message");
        var kind = ReadKind(ref reader);
        var envelope = new Envelope(reader.Term("term"), reader.Node("from"), reader.Node("to"));
        var message = ReadBody(kind, envelope, ref reader);
        reader.ExpectEnd();
        return message;
    }

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte})"/>
    public static Message Decode(in ReadOnlySequence<byte> bytes) => Decode(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray());

    private static byte KindOf(Message message) => message switch
    {
        Message.RequestVote => RequestVote,
        Message.VoteReply => VoteReply,
        Message.AppendEntries => AppendEntries,
        Message.AppendReply => AppendReply,
        _ => throw new UnreachableException($"{message}"),
    };

    private static void WriteBody(Message message, WireWriter writer)
    {
        switch (message)
        {
            case Message.RequestVote request:
                writer.Int64(request.LastLogIndex.Value);
                writer.Int64(request.LastLogTerm.Value);
                writer.Bool(request.IsPreVote);
                break;
            case Message.VoteReply reply:
                writer.Bool(reply.IsGranted);
                writer.Bool(reply.IsPreVote);
                break;
            case Message.AppendEntries append:
                WriteAppend(append, writer);
                break;
            case Message.AppendReply reply:
                writer.Bool(reply.IsSuccess);
                writer.Int64(reply.MatchIndex.Value);
                writer.Int64(reply.RejectedIndex.Value);
                writer.Int64(reply.ReadRound);
                break;
            default:
                throw new UnreachableException($"{message}");
        }
    }

    private static void WriteAppend(Message.AppendEntries append, WireWriter writer)
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

    private static byte ReadKind(ref WireReader reader)
    {
        var lead = reader.Byte("version");
        return lead >> 4 == Version
            ? (byte)(lead & 0x0f)
            : throw new FormatException($"message: version {lead >> 4}; this node speaks version {Version}: run the same release everywhere");
    }

    private static Message ReadBody(byte kind, Envelope envelope, ref WireReader reader) => kind switch
    {
        RequestVote => new Message.RequestVote(reader.Index("last index"), reader.Term("last term"), reader.Bool("is pre-vote"))
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        },
        VoteReply => new Message.VoteReply(reader.Bool("is granted"), reader.Bool("is pre-vote"))
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        },
        AppendEntries => ReadAppend(envelope, ref reader),
        AppendReply => new Message.AppendReply(
            reader.Bool("is success"), reader.Index("match"), reader.Index("rejected"), reader.Count("read round"))
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        },
        _ => throw new FormatException($"message: unknown kind {kind}"),
    };

    private static Message.AppendEntries ReadAppend(Envelope envelope, ref WireReader reader)
    {
        var previousIndex = reader.Index("previous index");
        var previousTerm = reader.Term("previous term");
        var commitIndex = reader.Index("commit");
        var readRound = reader.Count("read round");
        var entries = ReadEntries(previousIndex, ref reader);
        return new Message.AppendEntries(previousIndex, previousTerm, entries, commitIndex, readRound)
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        };
    }

    private static ImmutableArray<Entry> ReadEntries(LogIndex previousIndex, ref WireReader reader)
    {
        var count = reader.Count32("count of entries");

        // Checked before anything is allocated: a lying count must not cost memory.
        if (count > reader.RestBytes / MinEntryBytes || previousIndex.Value > long.MaxValue - count)
            throw reader.Bad("entries", $"{count} entries cannot follow index {previousIndex} in {reader.RestBytes} bytes");

        var entries = ImmutableArray.CreateBuilder<Entry>(count);
        for (var index = previousIndex.Next; entries.Count < count; index = index.Next)
            entries.Add(new Entry(index, reader.Term("entry's term"), reader.EntryKind("entry's kind"), reader.Blob("payload")));
        return entries.MoveToImmutable();
    }

    private readonly record struct Envelope(Term Term, NodeId From, NodeId To);
}
