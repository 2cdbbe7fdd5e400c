using System.Buffers;
using System.Buffers.Binary;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;
using RaftTorture.TestKit;

namespace RaftTorture.Replica.Tests.Wire;

[TestFixture]
public sealed class MessageCodecTests
{
    [TestCaseSource(typeof(Messages), nameof(Messages.All))]
    public void Every_message_comes_back_as_it_went(Message message)
    {
        var decoded = MessageCodec.Decode(Encode(message));

        Assert.That(WithPartsOf(message, decoded), Is.EqualTo(message));
    }

    [Test]
    public void There_is_a_message_of_every_kind()
    {
        var kinds = typeof(Message).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Message)));

        Assert.That(Messages.All.Select(message => message.GetType()).Distinct(), Is.EquivalentTo(kinds));
    }

    [TestCaseSource(typeof(Messages), nameof(Messages.All))]
    public void A_message_cut_off_anywhere_is_refused(Message message)
    {
        var bytes = Encode(message);
        for (var length = 0; length < bytes.Length; length++)
            Assert.That(() => MessageCodec.Decode(bytes.AsSpan(0, length)), Throws.TypeOf<FormatException>(), $"{length} bytes");
    }

    [Test]
    public void An_entry_that_says_it_holds_members_and_does_not_is_refused()
    {
        var nonsense = new Entry(new LogIndex(1), new Term(1), EntryKind.Configuration, new byte[] { 1, 2, 3 });

        Assert.That(() => MessageCodec.Decode(Encode(Messages.Append(LogIndex.Zero, nonsense))), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Random_bytes_are_refused_or_mean_exactly_what_they_say()
    {
        var dice = new Random(4712);
        var understood = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var body = new byte[dice.Next(64)];
            dice.NextBytes(body.AsSpan(0, dice.Next(body.Length + 1)));
            byte[] bytes = [(byte)(0x20 | dice.Next(16)), .. Encode(Messages.All[0])[1..17], .. body]; // Else hardly any gets past the envelope.
            try
            {
                Assert.That(Encode(MessageCodec.Decode(bytes)).AsSpan().SequenceEqual(bytes));
                understood++;
            }
            catch (FormatException)
            {
                continue;
            }
        }

        Assert.That(understood, Is.Positive, "some must get through to the end");
    }

    // One encoding a message: damage is refused, or is another message's honest encoding; it never reads beyond the end.
    [Test]
    public void Damaged_bytes_are_refused_or_mean_exactly_what_they_say()
    {
        var dice = new Random(4711);
        var originals = Messages.All.Select(Encode).ToArray();
        var refused = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var damaged = Damage.Of(originals[round % originals.Length], dice);
            try
            {
                Assert.That(Encode(MessageCodec.Decode(damaged)).AsSpan().SequenceEqual(damaged));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(30_000), "much damage must show");
    }

    [Test]
    public void A_count_of_entries_that_cannot_be_there_costs_no_memory()
    {
        var bytes = Encode(Messages.Append(LogIndex.Zero));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(^4), int.MaxValue);

        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => MessageCodec.Decode(bytes), Throws.TypeOf<FormatException>().With.Message.Contains("2147483647 entries cannot follow"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - allocatedBefore, Is.LessThan(1_000_000));
    }

    [Test]
    public void Another_version_is_refused_and_said_to_be_one()
    {
        var bytes = Encode(Messages.All[0]);
        bytes[0] = (byte)(bytes[0] & 0x0f | 0x30);

        Assert.That(() => MessageCodec.Decode(bytes), Throws.TypeOf<FormatException>().With.Message.Contains("version 3"));
    }

    [Test]
    public void A_message_in_pieces_is_read_as_one()
    {
        var bytes = Encode(Messages.All[0]);

        Assert.That(MessageCodec.Decode(Pieces.Of(bytes, 5, 9)), Is.EqualTo(Messages.All[0]));
    }

    // Records compare arrays by identity: those parts are compared here, and then taken as one.
    private static Message WithPartsOf(Message sent, Message decoded)
    {
        switch (sent, decoded)
        {
            case (Message.AppendEntries append, Message.AppendEntries received):
                Assert.That(received.Entries, Is.EqualTo(append.Entries));
                return received with { Entries = append.Entries };
            case (Message.InstallSnapshot piece, Message.InstallSnapshot received):
                Assert.That(received.Data.Span.SequenceEqual(piece.Data.Span));
                return received with { Data = piece.Data };
            default:
                return decoded;
        }
    }

    private static byte[] Encode(Message message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        MessageCodec.Encode(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
