using RaftTorture.Replica.Tracing;

namespace RaftTorture.Node.Tracing;

/// <summary>
/// A trace in a file. Lines gather in memory and are written out at the end of each batch of the event loop, so that a node that is killed
/// loses the lines of its last batch at most; they are not flushed to the disk, because a trace promises nothing to anybody.
/// </summary>
/// <remarks>A file that cannot be written ends the node: a trace with a hole in it would accuse a sound node.</remarks>
public sealed class TraceFile : ITraceSink, IDisposable
{
    private const int BufferBytes = 1024 * 1024;
    private const int TailBytes = 4096;

    private readonly FileStream _file;

    private TraceFile(FileStream file) => _file = file;

    /// <summary>Opens a file to go on at its end, where a life that was killed may have left half a line: that is cut off.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static TraceFile Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, BufferBytes);
        try
        {
            file.SetLength(EndOfLastLine(file));
            file.Seek(0, SeekOrigin.End);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new TraceFile(file);
    }

    public void Write(ReadOnlySpan<byte> line) => _file.Write(line);

    /// <summary>Hands to the operating system what has gathered; the event loop calls it at the end of each batch.</summary>
    public void EndBatch() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private static long EndOfLastLine(FileStream file)
    {
        var tail = new byte[TailBytes];
        for (var end = file.Length; end > 0; end -= TailBytes)
        {
            var start = Math.Max(0, end - TailBytes);
            var bytes = tail.AsSpan(0, (int)(end - start));
            file.Seek(start, SeekOrigin.Begin);
            file.ReadExactly(bytes);
            if (bytes.LastIndexOf((byte)'\n') is var newline and >= 0)
                return start + newline + 1;
        }

        return 0;
    }
}
