using System.Buffers.Binary;

namespace RaftTorture.Targets.Local.Network;

/// <summary>
/// Hears on one stream which messages of the reference protocol pass. A frame is its length (4 bytes, little-endian) and as many bytes, the first
/// of which has the message's kind in its low half; the first frame of a stream is a greeting.
/// </summary>
/// <remarks>It understands no more than that, and goes deaf on a stream that is not of this kind, such as one that is encrypted.</remarks>
internal sealed class MessageEar(MessageCounters counters)
{
    /// <summary>Of the letters RTP.</summary>
    private const byte GreetingBegin = (byte)'R';

    private const uint MostFrameBytes = 64 * 1024 * 1024;

    private readonly byte[] _header = new byte[sizeof(uint)];
    private int _headerBytes;
    private uint _bodyBytes;
    private bool _isBodyBegun;
    private bool _isGreeted;
    private bool _isDeaf;

    /// <summary>The next bytes of the stream.</summary>
    public void Hear(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isDeaf)
            bytes = _headerBytes < _header.Length ? HearHeader(bytes) : HearBody(bytes);
    }

    private ReadOnlySpan<byte> HearHeader(ReadOnlySpan<byte> bytes)
    {
        _header[_headerBytes++] = bytes[0];
        if (_headerBytes < _header.Length)
            return bytes[1..];
        _bodyBytes = BinaryPrimitives.ReadUInt32LittleEndian(_header);
        _isDeaf = _bodyBytes is 0 or > MostFrameBytes;
        _isBodyBegun = false;
        return bytes[1..];
    }

    private ReadOnlySpan<byte> HearBody(ReadOnlySpan<byte> bytes)
    {
        if (!_isBodyBegun)
            HearFirst(bytes[0]);
        var heard = (int)Math.Min(_bodyBytes, (uint)bytes.Length);
        _bodyBytes -= (uint)heard;
        if (_bodyBytes == 0)
            _headerBytes = 0;
        return bytes[heard..];
    }

    private void HearFirst(byte first)
    {
        _isBodyBegun = true;
        if (_isGreeted)
            counters.Passed(first & 0x0f);
        else
            _isDeaf = first != GreetingBegin;
        _isGreeted = true;
    }
}
