using System.Buffers;
using System.Buffers.Binary;

namespace RaftTorture.Replica.Wire;

/// <summary>Cuts a byte stream into frames: length (4 bytes, unsigned, little-endian), then that many bytes.</summary>
public static class FrameReader
{
    public const int HeaderBytes = sizeof(uint);

    /// <summary>Most bytes of a frame's body: room for any honest message, and a limit to what a stray sender can make a node buffer.</summary>
    public const int MaxFrameBytes = 64 * 1024 * 1024;

    /// <summary>Takes one whole frame off the front of the buffer; false, and nothing taken, while it is still incomplete.</summary>
    /// <exception cref="FormatException">The length is past the limit: the stream is not ours or has lost its step, and must be closed.</exception>
    public static bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length < HeaderBytes)
            return false;

        var lengthBytes = ReadLength(buffer);
        if (buffer.Length - HeaderBytes < lengthBytes)
            return false;

        frame = buffer.Slice(HeaderBytes, lengthBytes);
        buffer = buffer.Slice(frame.End);
        return true;
    }

    private static uint ReadLength(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        var lengthBytes = BinaryPrimitives.ReadUInt32LittleEndian(header);
        return lengthBytes <= MaxFrameBytes
            ? lengthBytes
            : throw new FormatException($"frame: {lengthBytes} bytes are announced, at most {MaxFrameBytes} are allowed: is the peer a RaftTorture node?");
    }
}
