using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>The messages of <c>nfnetlink_queue</c>, byte by byte: see <c>linux/netfilter/nfnetlink_queue.h</c>.</summary>
internal static class QueueMessages
{
    public const int HeaderBytes = 20;
    public const int VerdictBytes = HeaderBytes + 12;

    private const int AttributeBytes = 4;
    private const ushort VerdictType = (3 << 8) | 1;
    private const ushort ConfigType = (3 << 8) | 2;
    private const ushort PacketType = 3 << 8;
    private const ushort ErrorType = 2;
    private const ushort Request = 1;
    private const ushort Acknowledge = 4;
    private const uint FailOpen = 1;
    private const byte CopyPacket = 2;

    /// <summary>Asks for the packets of a queue. It is acknowledged.</summary>
    public static byte[] Bind(ushort queue) => Message(ConfigType, queue, (1, [1, 0, 0, 0]));

    /// <summary>
    /// Asks for whole packets, for room, and that what finds no room goes on untouched. Not for packets that are yet to be cut into pieces (GSO): their
    /// checksums are missing, and a packet is to be lost, not a heap of them.
    /// </summary>
    public static byte[] Configure(ushort queue, uint room) => Message(
        ConfigType, queue, (2, [.. Big(0xffff), CopyPacket]), (3, Big(room)), (4, Big(FailOpen)), (5, Big(FailOpen)));

    /// <summary>Writes that a packet goes on, or does not.</summary>
    /// <param name="payload">What goes on instead of it, or empty.</param>
    /// <returns>The length of the message.</returns>
    public static int WriteVerdict(Span<byte> message, ushort queue, uint packet, bool goesOn, ReadOnlySpan<byte> payload)
    {
        var length = VerdictBytes + (payload.IsEmpty ? 0 : AttributeBytes + payload.Length);
        WriteHeader(message, length, VerdictType, Request, queue);
        WriteAttribute(message[HeaderBytes..], 2, 8);
        BinaryPrimitives.WriteUInt32BigEndian(message[(HeaderBytes + AttributeBytes)..], goesOn ? 1u : 0u);
        BinaryPrimitives.WriteUInt32BigEndian(message[(HeaderBytes + AttributeBytes + 4)..], packet);
        if (payload.IsEmpty)
            return length;
        WriteAttribute(message[VerdictBytes..], 10, payload.Length);
        payload.CopyTo(message[(VerdictBytes + AttributeBytes)..]);
        return length;
    }

    /// <summary>Reads the error number of an answer: 0 for an acknowledgement, null if it is no such thing.</summary>
    public static int? ReadError(ReadOnlySpan<byte> message) =>
        message.Length >= HeaderBytes && TypeOf(message) == ErrorType ? -MemoryMarshal.Read<int>(message[16..]) : null;

    /// <summary>Finds the number and the bytes of a packet; false if the message brings none.</summary>
    public static bool TryReadPacket(ReadOnlySpan<byte> message, out uint id, out ReadOnlySpan<byte> payload)
    {
        id = 0;
        payload = default;
        if (message.Length < HeaderBytes || TypeOf(message) != PacketType)
            return false;
        for (var rest = message[HeaderBytes..]; rest.Length >= AttributeBytes;)
        {
            var length = MemoryMarshal.Read<ushort>(rest);
            if (length < AttributeBytes || length > rest.Length)
                return false;
            var value = rest[AttributeBytes..length];
            if (MemoryMarshal.Read<ushort>(rest[2..]) is 1)
                id = BinaryPrimitives.ReadUInt32BigEndian(value);
            else if (MemoryMarshal.Read<ushort>(rest[2..]) is 10)
                payload = value;
            rest = rest[Math.Min(Aligned(length), rest.Length)..];
        }

        return true;
    }

    private static ushort TypeOf(ReadOnlySpan<byte> message) => MemoryMarshal.Read<ushort>(message[4..]);

    private static byte[] Message(ushort type, ushort queue, params (ushort Type, byte[] Value)[] attributes)
    {
        var message = new byte[HeaderBytes + attributes.Sum(attribute => AttributeBytes + Aligned(attribute.Value.Length))];
        WriteHeader(message, message.Length, type, Request | Acknowledge, queue);
        var rest = message.AsSpan(HeaderBytes);
        foreach (var (kind, value) in attributes)
        {
            WriteAttribute(rest, kind, value.Length);
            value.CopyTo(rest[AttributeBytes..]);
            rest = rest[(AttributeBytes + Aligned(value.Length))..];
        }

        return message;
    }

    /// <summary>Netlink is in the order of the machine, what netfilter adds in that of the network.</summary>
    private static void WriteHeader(Span<byte> message, int length, ushort type, ushort flags, ushort queue)
    {
        message[..HeaderBytes].Clear();
        MemoryMarshal.Write(message, length);
        MemoryMarshal.Write(message[4..], type);
        MemoryMarshal.Write(message[6..], flags);
        BinaryPrimitives.WriteUInt16BigEndian(message[18..], queue);
    }

    private static void WriteAttribute(Span<byte> message, ushort type, int valueBytes)
    {
        MemoryMarshal.Write(message, (ushort)(AttributeBytes + valueBytes));
        MemoryMarshal.Write(message[2..], type);
    }

    private static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static int Aligned(int length) => (length + 3) & ~3;
}
