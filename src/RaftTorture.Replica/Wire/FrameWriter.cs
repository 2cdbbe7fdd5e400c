using System.Buffers;
using System.Buffers.Binary;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Wire;

/// <summary>Writes messages as frames that <see cref="FrameReader"/> cuts. One for each stream: it reuses its buffer.</summary>
public sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _body = new();

    /// <exception cref="InvalidOperationException">The message is too big for a frame: the sender must split it.</exception>
    public void Write(Message message, IBufferWriter<byte> output)
    {
        _body.ResetWrittenCount();
        MessageCodec.Encode(message, _body);
        if (_body.WrittenCount > FrameReader.MaxFrameBytes)
            throw new InvalidOperationException($"a message of {_body.WrittenCount} bytes does not fit in a frame of {FrameReader.MaxFrameBytes}");

        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(FrameReader.HeaderBytes), (uint)_body.WrittenCount);
        output.Advance(FrameReader.HeaderBytes);
        output.Write(_body.WrittenSpan);
    }
}
