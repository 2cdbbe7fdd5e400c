namespace RaftTorture.Checking.Formats;

/// <summary>A stream whose first bytes can be looked at before they are read, even if it cannot be wound back, as a pipe.</summary>
internal sealed class PeekableStream(Stream inner) : ForwardStream
{
    private byte[] _ahead = [];
    private int _taken;
    private InvalidDataException? _broken;

    /// <summary>The next bytes: fewer than asked for only if the stream ends or breaks before.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        var ahead = new byte[Math.Max(count, _ahead.Length - _taken)];
        _ahead.AsSpan(_taken).CopyTo(ahead);
        var length = _ahead.Length - _taken;
        while (length < count && TryRead(ahead.AsSpan(length)) is > 0 and var read)
            length += read;
        (_ahead, _taken) = (ahead[..length], 0);
        return _ahead.AsSpan(0, Math.Min(count, length));
    }

    /// <exception cref="InvalidDataException">The stream breaks here, even if that was seen while peeking.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_taken == _ahead.Length)
            return _broken is null ? inner.Read(buffer) : throw _broken;
        var ahead = _ahead.AsSpan(_taken);
        var count = Math.Min(ahead.Length, buffer.Length);
        ahead[..count].CopyTo(buffer);
        _taken += count;
        return count;
    }

    private int TryRead(Span<byte> buffer)
    {
        try
        {
            return _broken is null ? inner.Read(buffer) : 0;
        }
        catch (InvalidDataException broken)
        {
            _broken = broken;
            return 0;
        }
    }
}
