using System.Buffers;
using System.Buffers.Binary;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Replica.Tests.Wire;

[TestFixture]
public sealed class FrameTests
{
    [Test]
    public void Frames_come_out_whole_and_in_order_however_the_stream_is_cut()
    {
        var stream = Frames(Messages.All[0], Messages.All[6], Messages.All[2]);
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            var buffer = Pieces.Of(stream, cut);
            Assert.That(ReadAll(ref buffer), Has.Count.EqualTo(3), $"cut at {cut}");
            Assert.That(buffer.IsEmpty);
        }
    }

    [Test]
    public void An_incomplete_frame_is_left_where_it_is()
    {
        var stream = Frames(Messages.All[6]);
        for (var length = 0; length < stream.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(stream, 0, length);
            Assert.That(FrameReader.TryReadFrame(ref buffer, out _), Is.False);
            Assert.That(buffer.Length, Is.EqualTo(length));
        }
    }

    [Test]
    public void A_frame_past_the_limit_is_refused_before_its_body_has_come()
    {
        Assert.That(() => ReadHeader(FrameReader.MaxFrameBytes), Is.False);
        Assert.That(() => ReadHeader(FrameReader.MaxFrameBytes + 1u), Throws.TypeOf<FormatException>().With.Message.Contains("67108865"));
        Assert.That(() => ReadHeader(uint.MaxValue), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_message_that_fits_in_no_frame_is_not_written()
    {
        var giant = new Entry(new LogIndex(1), new Term(1), EntryKind.Command, new byte[FrameReader.MaxFrameBytes]);
        var output = new ArrayBufferWriter<byte>();

        Assert.That(() => new FrameWriter().Write(Messages.Append(LogIndex.Zero, giant), output), Throws.InvalidOperationException);
        Assert.That(output.WrittenCount, Is.Zero);
    }

    private static byte[] Frames(params Message[] messages)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new FrameWriter();
        foreach (var message in messages)
            writer.Write(message, output);
        return output.WrittenSpan.ToArray();
    }

    private static List<Message> ReadAll(ref ReadOnlySequence<byte> buffer)
    {
        var messages = new List<Message>();
        while (FrameReader.TryReadFrame(ref buffer, out var frame))
            messages.Add(MessageCodec.Decode(frame));
        return messages;
    }

    private static bool ReadHeader(uint lengthBytes)
    {
        var header = new byte[FrameReader.HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, lengthBytes);
        var buffer = new ReadOnlySequence<byte>(header);
        return FrameReader.TryReadFrame(ref buffer, out _);
    }
}
