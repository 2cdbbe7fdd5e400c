using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Packets;

namespace RaftTorture.Targets.Tests.Kernel;

/// <summary>Bytes and texts that the kernel is told.</summary>
public sealed class QueueMessagesTests
{
    [Test]
    public void A_bind_is_a_config_message_for_its_queue() =>
        Assert.That(
            Convert.ToHexString(QueueMessages.Bind(0x1234)),
            Is.EqualTo("1C000000" + "0203" + "0500" + "00000000" + "00000000" + "00001234" + "0800" + "0100" + "01000000"));

    [Test]
    public void A_verdict_carries_the_number_and_what_goes_on_instead()
    {
        var message = new byte[100];
        var length = QueueMessages.WriteVerdict(message, 0x1234, 7, goesOn: true, [0xab, 0xcd]);
        Assert.That(
            Convert.ToHexString(message.AsSpan(0, length)),
            Is.EqualTo("26000000" + "0103" + "0100" + "00000000" + "00000000" + "00001234" + "0C00" + "0200" + "00000001" + "00000007" + "0600" + "0A00" + "ABCD"));
    }

    [Test]
    public void A_packet_is_found_among_its_attributes()
    {
        var message = Convert.FromHexString(
            "3000000000030000000000000000000002001234" + "0B000100" + "0000002A" + "080001" + "00" + "08000500" + "00000003" + "06000A00" + "BEEF");
        Assert.That(QueueMessages.TryReadPacket(message, out var id, out var payload), Is.True);
        Assert.That((id, Convert.ToHexString(payload)), Is.EqualTo((42u, "BEEF")));
    }

    [TestCase("")]
    [TestCase("1400000000030000000000000000000002001234FFFF0100")]
    public void Half_a_message_is_no_packet(string hex) =>
        Assert.That(QueueMessages.TryReadPacket(Convert.FromHexString(hex), out _, out _), Is.False);

    [Test]
    public void Rules_come_and_go_in_one_transaction_each()
    {
        Assert.That(QueueRules.Add(6, [new AddressPair("198.18.0.1", "198.18.0.2")]), Is.EqualTo(
            "*raw\n:RAFTTORTURE-6 - [0:0]\n-A RAFTTORTURE-6 -s 198.18.0.1 -d 198.18.0.2 -j NFQUEUE --queue-num 6 --queue-bypass\n-I PREROUTING -j RAFTTORTURE-6\nCOMMIT\n"));
        Assert.That(QueueRules.Remove(6), Is.EqualTo("*raw\n-D PREROUTING -j RAFTTORTURE-6\n-F RAFTTORTURE-6\n-X RAFTTORTURE-6\nCOMMIT\n"));
    }

    [Test]
    public void Rules_without_a_reader_are_orphans()
    {
        const string rules = "-P PREROUTING ACCEPT\n-N DOCKER\n-N RAFTTORTURE-6\n-N RAFTTORTURE-77\n-A PREROUTING -j RAFTTORTURE-6\n";
        Assert.That(QueueRules.OrphansIn(rules, "   77  31415     0 2 65531     0     0        0  1\n"), Is.EqualTo(new ushort[] { 6 }));
    }

    [TestCase(0.0, 28)]
    [TestCase(0.9999, 31)]
    public void A_bit_flips_in_what_a_datagram_carries(double luck, int at)
    {
        var packet = new byte[32];
        (packet[0], packet[9]) = (0x45, 17);
        Ipv4Packet.Flip(packet, luck);
        Assert.That(packet[at], Is.Not.Zero);
    }
}
