using System.Buffers;
using System.Buffers.Binary;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;
using RaftTorture.Scenarios.Faults.Triggers;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Tests.Network;

/// <summary>The harness reads the reference protocol by itself: these hold it to what the nodes really write.</summary>
public sealed class MessageEarTests
{
    private static readonly byte[] Greeting = Frame("RTP and whatever else it says"u8);

    private static readonly Term Term = new(3);
    private static readonly NodeId From = new(1);
    private static readonly NodeId To = new(2);

    private static readonly Message[] OneOfEach =
    [
        new Message.RequestVote(new LogIndex(1), new Term(2), IsPreVote: true) { Term = Term, From = From, To = To },
        new Message.VoteReply(IsGranted: true, IsPreVote: false) { Term = Term, From = From, To = To },
        new Message.AppendEntries(default, default, [], default, 0) { Term = Term, From = From, To = To },
        new Message.AppendReply(IsSuccess: true, new LogIndex(1), default, 0) { Term = Term, From = From, To = To },
        new Message.InstallSnapshot(1, default, 0, new byte[100_000], IsLast: true) { Term = Term, From = From, To = To },
        new Message.SnapshotReply(1, 0) { Term = Term, From = From, To = To },
        new Message.TimeoutNow() { Term = Term, From = From, To = To },
        new Message.ReadIndexRequest(1) { Term = Term, From = From, To = To },
        new Message.ReadIndexReply(1, null) { Term = Term, From = From, To = To },
    ];

    [Test]
    public void Every_message_there_is_has_a_name_here_and_the_right_one([Values(1, 7, 1 << 20)] int pieceBytes)
    {
        var counters = new MessageCounters();
        var ear = new MessageEar(counters);
        foreach (var piece in OneOfEach.SelectMany(Written).Prepend(Greeting).SelectMany(frame => frame.Chunk(pieceBytes)))
            ear.Hear(piece);

        Assert.That(OneOfEach.Select(message => message.GetType()), Is.EquivalentTo(typeof(Message).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Message)))));
        Assert.That(MessageKinds.All, Is.EqualTo(OneOfEach.Select(message => message.GetType().Name)));
        Assert.That(counters.Seen.Keys, Is.EquivalentTo(MessageKinds.All));
        Assert.That(counters.Seen.Values.Select(seen => seen.Count), Has.All.EqualTo(1));
    }

    [Test]
    public void The_numbers_on_the_wire_are_the_order_of_the_names() => Assert.That(
        OneOfEach.Select(message => Written(message).First()[FrameReader.HeaderBytes] & 0x0f), Is.EqualTo(Enumerable.Range(1, MessageKinds.All.Length)));

    [Test]
    public void A_stream_that_begins_otherwise_is_not_listened_to()
    {
        var counters = new MessageCounters();
        var ear = new MessageEar(counters);
        foreach (var frame in OneOfEach.SelectMany(Written))
            ear.Hear(frame);
        new MessageEar(counters).Hear([0x16, 0x03, 0x01, 0xff, 0xff, 0x01]);

        Assert.That(counters.Seen, Is.Empty);
    }

    private static IEnumerable<byte[]> Written(Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        new FrameWriter().Write(message, output);
        yield return output.WrittenSpan.ToArray();
    }

    private static byte[] Frame(ReadOnlySpan<byte> body)
    {
        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame.AsSpan(sizeof(uint)));
        return frame;
    }
}
