using System.Collections.Immutable;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Wire;

public static partial class MessageCodec
{
    private const int MinEntryBytes = sizeof(long) + sizeof(byte) + sizeof(int);

    private static Message ReadBody(byte kind, Envelope envelope, ref WireReader reader) => kind switch
    {
        RequestVote => new Message.RequestVote(
            reader.Index("last index"), reader.Term("last term"), reader.Bool("is pre-vote"), reader.Bool("is transfer"))
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
        InstallSnapshot => ReadPiece(envelope, ref reader),
        SnapshotReply => new Message.SnapshotReply(reader.Int64("stream"), reader.Count("next offset"))
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        },
        TimeoutNow => new Message.TimeoutNow
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        },
        ReadIndexRequest => new Message.ReadIndexRequest(reader.Int64("read id"))
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        },
        ReadIndexReply => new Message.ReadIndexReply(reader.Int64("read id"), reader.Bool("has index") ? reader.Index("index") : null)
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
            entries.Add(ReadEntry(index, ref reader));
        return entries.MoveToImmutable();
    }

    private static Entry ReadEntry(LogIndex index, ref WireReader reader)
    {
        var entry = new Entry(index, reader.Term("entry's term"), reader.EntryKind("entry's kind"), reader.Blob("payload"));
        if (entry.Kind == EntryKind.Configuration)
            ConfigurationCodec.Decode(entry.Payload.Span); // In force once appended: nonsense must not get as far as the log.
        return entry;
    }

    private static Message.InstallSnapshot ReadPiece(Envelope envelope, ref WireReader reader)
    {
        var stream = reader.Int64("stream");
        var snapshot = new LogPosition(reader.Index("snapshot's index"), reader.Term("snapshot's term"));
        var offset = reader.Count("offset");
        var isLast = reader.Bool("is last");
        var data = reader.Blob("data");
        return new Message.InstallSnapshot(stream, snapshot, offset, data, isLast)
        {
            Term = envelope.Term,
            From = envelope.From,
            To = envelope.To,
        };
    }
}
