using System.Buffers;
using System.Text;

namespace RaftTorture.Targets.Docker.Engine.Streams;

/// <summary>Lines of text out of bytes that come in pieces. A line longer than a limit is cut in several.</summary>
internal sealed class OutputLines(Action<string> write)
{
    private const int LongestLine = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _open = new();

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _open.Write(bytes[..end]);
            Flush();
            bytes = bytes[(end + 1)..];
        }

        _open.Write(bytes);
        if (_open.WrittenCount >= LongestLine)
            Flush();
    }

    /// <summary>There is no more: a last line without an end is one too.</summary>
    public void End()
    {
        if (_open.WrittenCount > 0)
            Flush();
    }

    /// <summary>Reads frames to their end, the lines of each stream apart, so that they are not mixed within a line.</summary>
    /// <inheritdoc cref="FrameReader.ReadAsync" path="/exception"/>
    public static async Task CopyAsync(Stream frames, Action<string> write, CancellationToken cancellation)
    {
        var reader = new FrameReader(frames);
        OutputLines[] lines = [new(write), new(write)];
        var buffer = new byte[16 * 1024];
        try
        {
            while (await reader.ReadAsync(buffer, cancellation) is { Count: > 0 } piece)
                lines[(int)piece.Source].Add(buffer.AsSpan(0, piece.Count));
        }
        finally
        {
            foreach (var each in lines)
                each.End();
        }
    }

    private void Flush()
    {
        write(Encoding.UTF8.GetString(_open.WrittenSpan).TrimEnd('\r'));
        _open.ResetWrittenCount();
    }
}
