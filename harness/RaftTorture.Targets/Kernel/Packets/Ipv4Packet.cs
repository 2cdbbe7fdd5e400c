using System.Buffers.Binary;
using System.Net;
using RaftTorture.Targets.Kernel.Firewall;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>The little that the queue must know of an IPv4 packet (RFC 791).</summary>
internal static class Ipv4Packet
{
    public const int LeastBytes = 20;

    private const int Tcp = 6;
    private const int UdpHeaderBytes = 8;

    /// <summary>From where to where it goes, as two numbers in one.</summary>
    public static ulong DirectionOf(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt64BigEndian(packet[12..]);

    /// <inheritdoc cref="DirectionOf(ReadOnlySpan{byte})"/>
    public static ulong DirectionOf(AddressPair pair) => ((ulong)Number(pair.Source) << 32) | Number(pair.Target);

    public static IPAddress TargetOf(ReadOnlySpan<byte> packet) => new(packet[16..20]);

    /// <summary>Flips one bit of what it carries, or of the header of TCP or UDP if it carries nothing. No checksum is mended.</summary>
    /// <param name="luck">Which, as a fraction of them all in [0, 1).</param>
    public static void Flip(Span<byte> packet, double luck)
    {
        var transport = packet[Math.Min((packet[0] & 0xf) * 4, packet.Length)..];
        var headerBytes = packet[9] != Tcp ? UdpHeaderBytes : transport.Length > 12 ? (transport[12] >> 4) * 4 : 0;
        var target = transport.Length > headerBytes ? transport[headerBytes..] : transport;
        var bit = (int)(luck * target.Length * 8);
        if (!target.IsEmpty)
            target[bit / 8] ^= (byte)(1 << (bit % 8));
    }

    private static uint Number(string address) => BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes());
}
