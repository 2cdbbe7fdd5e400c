using System.Collections.Immutable;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tests.Wire;

/// <summary>One message of every shape, with every flag both ways and extreme numbers.</summary>
internal static class Messages
{
    private static readonly Term Term = new(long.MaxValue);
    private static readonly NodeId From = new(1);
    private static readonly NodeId To = new(int.MaxValue);

    private static readonly Configuration Members = new([new Member(From, IsVoter: true, LogIndex.Zero, ""), new Member(To, IsVoter: false, new LogIndex(5), "h:1")]);

    public static readonly Message[] All =
    [
        Vote(isPreVote: false),
        Vote(isPreVote: true),
        Vote(isPreVote: false) with { IsTransfer = true },
        new Message.VoteReply(IsGranted: true, IsPreVote: false) { Term = Term, From = From, To = To },
        new Message.VoteReply(IsGranted: false, IsPreVote: true) { Term = Term, From = From, To = To },
        Append(new LogIndex(0)),
        Append(new LogIndex(long.MaxValue)),
        Append(new LogIndex(7), Entry(8, []), Entry(9, [1, 2, 3]), Entry(10, new byte[1000])),
        Append(new LogIndex(7), new Entry(new LogIndex(8), Term, EntryKind.Configuration, ConfigurationCodec.Encode(Members))),
        new Message.AppendReply(true, new LogIndex(9), LogIndex.Zero, long.MaxValue) { Term = Term, From = From, To = To },
        new Message.AppendReply(false, LogIndex.Zero, new LogIndex(9), 0) { Term = Term, From = From, To = To },
        Piece(new byte[1000], isLast: false),
        Piece([], isLast: true),
        new Message.SnapshotReply(long.MinValue, long.MaxValue) { Term = Term, From = From, To = To },
        new Message.TimeoutNow { Term = Term, From = From, To = To },
        new Message.ReadIndexRequest(-1) { Term = Term, From = From, To = To },
        new Message.ReadIndexReply(7, new LogIndex(long.MaxValue)) { Term = Term, From = From, To = To },
        new Message.ReadIndexReply(7, null) { Term = Term, From = From, To = To },
    ];

    public static Message.AppendEntries Append(LogIndex previous, params ImmutableArray<Entry> entries) =>
        new(previous, new Term(3), entries, new LogIndex(5), 6) { Term = Term, From = From, To = To };

    private static Message.InstallSnapshot Piece(byte[] data, bool isLast) =>
        new(long.MaxValue, new LogPosition(new LogIndex(5), new Term(6)), 7, data, isLast) { Term = Term, From = From, To = To };

    private static Entry Entry(long index, byte[] payload) =>
        new(new LogIndex(index), new Term(index), payload.Length == 0 ? EntryKind.NoOp : EntryKind.Command, payload);

    private static Message.RequestVote Vote(bool isPreVote) => new(new LogIndex(1), new Term(2), isPreVote) { Term = Term, From = From, To = To };
}
