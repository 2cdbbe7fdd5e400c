using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>The lines of a stream, one at a time in one buffer: a file of a gigabyte is read in the memory of its longest line.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>No event is that long. What is, is no history, and shall not fill the memory.</summary>
    public const int MaxLineBytes = 8 << 20;

    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Of the line that was read last, counted from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>Whether the line that was read last had its newline. Only the last one of a file may lack it.</summary>
    public bool HasNewline { get; private set; }

    /// <param name="line">Without its newline, valid until the next call.</param>
    /// <exception cref="HistoryFormatException">The line is too long, or what it is packed in is damaged.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        int length;
        while ((length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n')) < 0)
        {
            searched = _end - _start;
            if (searched > MaxLineBytes || !Fill())
                return TryTake(searched, hasNewline: false, out line);
        }

        return TryTake(searched + length, hasNewline: true, out line);
    }

    private bool TryTake(int length, bool hasNewline, out ReadOnlySpan<byte> line)
    {
        if (length > MaxLineBytes)
            throw new HistoryFormatException(LineNumber + 1, $"it is longer than {MaxLineBytes:N0} bytes, which no event is");
        line = _buffer.AsSpan(_start, length);
        if (length == 0 && !hasNewline)
            return false;
        _start += length + (hasNewline ? 1 : 0);
        LineNumber++;
        HasNewline = hasNewline;
        return true;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = Gzip.Read(stream, _buffer.AsSpan(_end), LineNumber + 1);
        _end += count;
        return count > 0;
    }
}
