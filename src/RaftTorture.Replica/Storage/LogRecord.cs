using RaftTorture.Raft;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Replica.Storage;

/// <summary>One thing that a batch holds. See <see cref="StorageFormat"/>.</summary>
internal abstract record LogRecord
{
    private const byte HardStateType = 1;
    private const byte EntryType = 2;
    private const byte StartType = 3;
    private const byte PinType = 4;
    private const byte FoundingType = 5;
    private const byte CheckpointType = 6;

    private LogRecord()
    {
    }

    public sealed record State(HardState HardState) : LogRecord;

    public sealed record Append(Entry Entry) : LogRecord;

    /// <summary>The log is empty and begins behind this.</summary>
    public sealed record Start(LogPosition Position) : LogRecord;

    public sealed record Pinned(Pin Pin) : LogRecord;

    public sealed record Founding(Configuration Configuration) : LogRecord;

    /// <summary>Where the log ends, said again at the start of a segment.</summary>
    public sealed record Checkpoint(LogPosition Last) : LogRecord;

    public static void Write(HardState state, BatchBuffer batch)
    {
        var writer = Begin(HardStateType, batch);
        writer.Int64(state.Term.Value);
        writer.Int32(state.VotedFor?.Value ?? 0);
        batch.EndRecord();
    }

    public static void Write(Entry entry, BatchBuffer batch)
    {
        var writer = Begin(EntryType, batch);
        writer.Int64(entry.Index.Value);
        writer.Int64(entry.Term.Value);
        writer.Byte((byte)entry.Kind);
        writer.Blob(entry.Payload.Span);
        batch.EndRecord();
    }

    public static void WriteStart(LogPosition position, BatchBuffer batch) => Write(StartType, position, batch);

    public static void WriteCheckpoint(LogPosition last, BatchBuffer batch) => Write(CheckpointType, last, batch);

    public static void Write(Pin pin, BatchBuffer batch)
    {
        var writer = Begin(PinType, batch);
        writer.Int32(pin.Node.Value);
        writer.Int64(pin.JoinedAt.Value);
        writer.Int64((long)pin.Incarnation.Value);
        batch.EndRecord();
    }

    public static void Write(Configuration founding, BatchBuffer batch)
    {
        var writer = Begin(FoundingType, batch);
        writer.Blob(ConfigurationCodec.Encode(founding));
        batch.EndRecord();
    }

    /// <exception cref="FormatException">This is no record.</exception>
    public static LogRecord Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body, "record");
        LogRecord record = reader.Byte("type") switch
        {
            HardStateType => new State(new HardState(reader.Term("term"), ReadVote(ref reader))),
            EntryType => new Append(new Entry(
                reader.Index("index"), reader.Term("entry's term"), reader.EntryKind("entry's kind"), reader.Blob("payload"))),
            StartType => new Start(ReadPosition(ref reader)),
            PinType => new Pinned(new Pin(reader.Node("node"), reader.Index("joined at"), new Incarnation((ulong)reader.Int64("incarnation")))),
            FoundingType => new Founding(ConfigurationCodec.Decode(reader.Blob("configuration"))),
            CheckpointType => new Checkpoint(ReadPosition(ref reader)),
            var other => throw new FormatException($"record: unknown type {other}"),
        };
        reader.ExpectEnd();
        return record;
    }

    private static WireWriter Begin(byte type, BatchBuffer batch)
    {
        batch.BeginRecord();
        var writer = new WireWriter(batch);
        writer.Byte(type);
        return writer;
    }

    private static void Write(byte type, LogPosition position, BatchBuffer batch)
    {
        var writer = Begin(type, batch);
        writer.Int64(position.Index.Value);
        writer.Int64(position.Term.Value);
        batch.EndRecord();
    }

    private static NodeId? ReadVote(ref WireReader reader)
    {
        var votedFor = reader.Count32("voted for");
        return votedFor == 0 ? null : new NodeId(votedFor);
    }

    private static LogPosition ReadPosition(ref WireReader reader) => new(reader.Index("index"), reader.Term("its term"));
}
