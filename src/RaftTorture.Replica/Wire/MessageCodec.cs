using System.Buffers;
using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Wire;

/// <summary>
/// A message between nodes as bytes, integers little-endian:
/// <code>
/// version and kind (1 byte: high and low half) · term (8) · from (4) · to (4) · then by kind
/// 1 RequestVote       last index (8) · last term (8) · is pre-vote (1) · is transfer (1)
/// 2 VoteReply         is granted (1) · is pre-vote (1)
/// 3 AppendEntries     previous index (8) · previous term (8) · commit (8) · read round (8) · count (4) · entries
///     entry           term (8) · kind (1) · payload length (4) · payload
/// 4 AppendReply       is success (1) · match (8) · rejected (8) · read round (8)
/// 5 InstallSnapshot   stream (8) · snapshot's index (8) · snapshot's term (8) · offset (8) · is last (1) · data length (4) · data
/// 6 SnapshotReply     stream (8) · next offset (8)
/// 7 TimeoutNow
/// 8 ReadIndexRequest  read id (8)
/// 9 ReadIndexReply    read id (8) · has index (1) · index (8; only if it has one)
/// </code>
/// </summary>
/// <remarks>An entry's index is not sent: it follows from the previous index, so that no message can hold entries with a gap.</remarks>
public static partial class MessageCodec
{
    private const byte Version = 2;

    private const byte RequestVote = 1;
    private const byte VoteReply = 2;
    private const byte AppendEntries = 3;
    private const byte AppendReply = 4;
    private const byte InstallSnapshot = 5;
    private const byte SnapshotReply = 6;
    private const byte TimeoutNow = 7;
    private const byte ReadIndexRequest = 8;
    private const byte ReadIndexReply = 9;

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
        Message.InstallSnapshot => InstallSnapshot,
        Message.SnapshotReply => SnapshotReply,
        Message.TimeoutNow => TimeoutNow,
        Message.ReadIndexRequest => ReadIndexRequest,
        Message.ReadIndexReply => ReadIndexReply,
        _ => throw new UnreachableException($"{message}"),
    };

    private static byte ReadKind(ref WireReader reader)
    {
        var lead = reader.Byte("version");
        return lead >> 4 == Version
            ? (byte)(lead & 0x0f)
            : throw new FormatException($"message: version {lead >> 4}; this node speaks version {Version}: run the same release everywhere");
    }

    private readonly record struct Envelope(Term Term, NodeId From, NodeId To);
}
