using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;
using RaftTorture.Node.Options;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Node.Peers;

/// <summary>
/// The first frame on a peer connection, integers little-endian:
/// <code>"RTP" · version (1 byte) · id (4) · incarnation (8) · address length (2) · address, UTF-8 · cluster id, UTF-8, to the end</code>
/// </summary>
internal static class Handshake
{
    /// <summary>Most bytes of the frame's body: before a caller is known it makes a node buffer no more than this.</summary>
    public const int MaxBytes = 4096;

    private const byte Version = 2;
    private const int FixedBytes = 3 + sizeof(byte) + sizeof(int) + sizeof(ulong) + sizeof(ushort);

    private static ReadOnlySpan<byte> Magic => "RTP"u8;

    /// <summary>The whole frame, its length in front.</summary>
    public static byte[] Write(Greeting greeting)
    {
        var address = Encoding.UTF8.GetBytes(greeting.Address is { } endpoint ? $"{endpoint.Host}:{endpoint.Port}" : "");
        var cluster = Encoding.UTF8.GetBytes(greeting.ClusterId);
        var frame = new byte[FrameReader.HeaderBytes + FixedBytes + address.Length + cluster.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - FrameReader.HeaderBytes);
        var body = frame.AsSpan(FrameReader.HeaderBytes);
        Magic.CopyTo(body);
        body[3] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(body[4..], greeting.From.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(body[8..], greeting.Incarnation.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(body[16..], (ushort)address.Length);
        address.CopyTo(body[FixedBytes..]);
        cluster.CopyTo(body[(FixedBytes + address.Length)..]);
        return frame;
    }

    /// <summary>Takes the handshake off the front of the buffer; null while it is incomplete.</summary>
    /// <exception cref="FormatException">Not the beginning of a handshake: seen from the length alone, before any of it is awaited.</exception>
    public static Greeting? TryRead(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < FrameReader.HeaderBytes)
            return null;
        Span<byte> header = stackalloc byte[FrameReader.HeaderBytes];
        buffer.Slice(0, FrameReader.HeaderBytes).CopyTo(header);
        var lengthBytes = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (lengthBytes is < FixedBytes or > MaxBytes)
            throw new FormatException($"the caller does not speak the peer protocol: it begins with a frame of {lengthBytes} bytes");
        return FrameReader.TryReadFrame(ref buffer, out var frame) ? Read(frame.ToArray()) : null;
    }

    private static Greeting Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
            throw new FormatException("the caller does not speak the peer protocol");
        if (body[3] != Version)
            throw new FormatException($"the caller speaks version {body[3]} of the peer protocol, this node version {Version}: run the same release everywhere");
        var addressBytes = BinaryPrimitives.ReadUInt16LittleEndian(body[16..]);
        if (addressBytes > body.Length - FixedBytes)
            throw new FormatException("the caller's address is longer than its greeting");
        var address = Encoding.UTF8.GetString(body.Slice(FixedBytes, addressBytes));
        return new Greeting(
            new NodeId(BinaryPrimitives.ReadInt32LittleEndian(body[4..])),
            new Incarnation(BinaryPrimitives.ReadUInt64LittleEndian(body[8..])),
            address.Length == 0 ? null : OptionText.HostAndPort(address),
            Encoding.UTF8.GetString(body[(FixedBytes + addressBytes)..]));
    }
}
