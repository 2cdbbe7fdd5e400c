using System.Buffers.Binary;

namespace RaftTorture.Targets.Docker.Engine.Streams;

/// <summary>Which of a process's streams.</summary>
internal enum OutputSource
{
    Output,
    Error,
}

/// <summary>
/// Takes apart what the engine sends of a process without a terminal: frames of eight bytes of head (which stream, three zeros, the
/// length, most significant byte first) and the bytes.
/// </summary>
internal sealed class FrameReader(Stream from)
{
    private const int HeadLength = 8;
    private const byte ErrorStream = 2;

    private readonly byte[] _head = new byte[HeadLength];
    private OutputSource _source;
    private long _left;

    /// <summary>Reads some of the next bytes, all of one stream.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="EngineException">What comes is not in frames.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<(OutputSource Source, int Count)> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        while (_left == 0)
        {
            if (!await ReadHeadAsync(cancellation))
                return (_source, 0);
        }

        var count = await from.ReadAsync(into[..(int)Math.Min(_left, into.Length)], cancellation);
        if (count == 0)
            throw new EndOfStreamException($"the engine's stream ended {_left} bytes before the end of a frame");
        _left -= count;
        return (_source, count);
    }

    private async ValueTask<bool> ReadHeadAsync(CancellationToken cancellation)
    {
        var read = await from.ReadAtLeastAsync(_head, HeadLength, throwOnEndOfStream: false, cancellation);
        if (read == 0)
            return false;
        if (read < HeadLength)
            throw new EndOfStreamException("the engine's stream ended inside the head of a frame");
        // 0 is standard input, which some engines name when they echo it: it is shown to people, so is it here.
        if (_head[0] > ErrorStream || _head[1] != 0 || _head[2] != 0 || _head[3] != 0)
            throw new EngineException($"the engine's stream is not in frames: one begins with {Convert.ToHexString(_head)}");
        _source = _head[0] == ErrorStream ? OutputSource.Error : OutputSource.Output;
        _left = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4));
        return true;
    }
}
