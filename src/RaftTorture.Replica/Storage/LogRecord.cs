using System.Buffers;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Replica.Storage;

/// <summary>One thing that a batch holds.</summary>
internal abstract record LogRecord
{
    private const byte HardStateType = 1;
    private const byte EntryType = 2;

    private LogRecord()
    {
    }

    public sealed record State(HardState HardState) : LogRecord;

    public sealed record Append(Entry Entry) : LogRecord;

    public static void Write(HardState state, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        writer.Byte(HardStateType);
        writer.Int64(state.Term.Value);
        writer.Int32(state.VotedFor?.Value ?? 0);
    }

    public static void Write(Entry entry, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        writer.Byte(EntryType);
        writer.Int64(entry.Index.Value);
        writer.Int64(entry.Term.Value);
        writer.Byte((byte)entry.Kind);
        writer.Blob(entry.Payload.Span);
    }

    /// <exception cref="FormatException">This is no record.</exception>
    public static LogRecord Read(ref WireReader reader) => reader.Byte("type of record") switch
    {
        HardStateType => new State(new HardState(reader.Term("term"), ReadVote(ref reader))),
        EntryType => new Append(new Entry(
            reader.Index("index"), reader.Term("entry's term"), reader.EntryKind("entry's kind"), reader.Blob("payload"))),
        var other => throw new FormatException($"record: unknown type {other}"),
    };

    private static NodeId? ReadVote(ref WireReader reader)
    {
        var votedFor = reader.Count32("voted for");
        return votedFor == 0 ? null : new NodeId(votedFor);
    }
}
