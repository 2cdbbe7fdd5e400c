using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using RaftTorture.Node.Peers;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Tests.Peers;

/// <summary>The first words on a peer connection: who does not know them is found out before anything of his is kept.</summary>
public class HandshakeTests
{
    private static readonly Greeting N2 = new(new NodeId(2), new Incarnation(0xfedc_ba98_7654_3210), new DnsEndPoint("10.0.0.7", 7000), "täst");

    [Test]
    public void A_greeting_comes_back_as_it_was_sent()
    {
        foreach (var greeting in new[] { N2, N2 with { Address = null }, N2 with { ClusterId = "" } })
            Assert.That(Read(Handshake.Write(greeting)), Is.EqualTo(greeting));
    }

    [Test]
    public void While_it_is_incomplete_nothing_is_taken()
    {
        var bytes = Handshake.Write(N2);

        for (var length = 0; length < bytes.Length; length++)
            Assert.That(Read(bytes.AsMemory(0, length)), Is.Null, $"{length} bytes");
    }

    [TestCase(0u)]
    [TestCase(4097u)]
    [TestCase(64u * 1024 * 1024)]
    [TestCase(uint.MaxValue)]
    public void A_frame_that_is_too_big_or_too_small_is_refused_for_its_length_alone(uint announced)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, announced);

        Assert.That(() => Read(length), Throws.TypeOf<FormatException>().With.Message.Contains($"{announced} bytes"));
    }

    [Test]
    public void Another_version_is_named()
    {
        var bytes = Handshake.Write(N2);
        bytes[7] = 9;

        Assert.That(() => Read(bytes), Throws.TypeOf<FormatException>().With.Message.Contains("version 9"));
    }

    [Test]
    public void Whatever_bytes_come_it_is_a_greeting_or_a_refusal()
    {
        var dice = new Random(20_261_121);
        var refused = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = Handshake.Write(N2);
            for (var damage = dice.Next(1, 8); damage > 0; damage--)
                bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
            try
            {
                Read(bytes);
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.InRange(10_000, 99_999));
    }

    private static Greeting? Read(ReadOnlyMemory<byte> bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        return Handshake.TryRead(ref buffer);
    }
}
