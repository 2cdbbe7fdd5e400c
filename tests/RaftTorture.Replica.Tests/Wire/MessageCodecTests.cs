using System.Buffers;
using System.Buffers.Binary;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;
using RaftTorture.TestKit;

namespace RaftTorture.Replica.Tests.Wire;

[TestFixture]
public sealed class MessageCodecTests
{
    // Records with arrays compare the arrays by identity, so an append is compared by its parts.
    [TestCaseSource(typeof(Messages), nameof(Messages.All))]
    public void Every_message_comes_back_as_it_went(Message message)
    {
        var decoded = MessageCodec.Decode(Encode(message));

        if (message is Message.AppendEntries sent && decoded is Message.AppendEntries received)
        {
            Assert.That(received.Entries, Is.EqualTo(sent.Entries));
            decoded = received with { Entries = sent.Entries };
        }

        Assert.That(decoded, Is.EqualTo(message));
    }

    [TestCaseSource(typeof(Messages), nameof(Messages.All))]
    public void A_message_cut_off_anywhere_is_refused(Message message)
    {
        var bytes = Encode(message);
        for (var length = 0; length < bytes.Length; length++)
            Assert.That(() => MessageCodec.Decode(bytes.AsSpan(0, length)), Throws.TypeOf<FormatException>(), $"{length} bytes");
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
        bytes[0] = (byte)(bytes[0] & 0x0f | 0x20);

        Assert.That(() => MessageCodec.Decode(bytes), Throws.TypeOf<FormatException>().With.Message.Contains("version 2"));
    }

    [Test]
    public void A_message_in_pieces_is_read_as_one()
    {
        var bytes = Encode(Messages.All[0]);

        Assert.That(MessageCodec.Decode(Pieces.Of(bytes, 5, 9)), Is.EqualTo(Messages.All[0]));
    }

    private static byte[] Encode(Message message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        MessageCodec.Encode(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
