using System.Text;

namespace RaftTorture.Targets.Docker.Engine.Streams;

/// <summary>A process in a container as one stream: what is written is its standard input, what is read is its standard output.</summary>
/// <remarks>What it says on standard error is kept, the end of it, for messages. Disposal closes the connection; the process is not ended by it.</remarks>
internal sealed class ProcessStream(HijackedConnection connection) : Stream
{
    private const int ErrorsKept = 4000;

    private readonly FrameReader _frames = new(connection.Raw);
    private readonly StringBuilder _errors = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The end of what it said on standard error so far, as far as its output was read.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString().Trim();
        }
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends its standard input.</summary>
    public void CloseInput() => connection.CloseInput();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        while (true)
        {
            var (source, count) = await _frames.ReadAsync(buffer, cancellationToken);
            if (count == 0 || source == OutputSource.Output)
                return count;
            Keep(buffer.Span[..count]);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => connection.Raw.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.Raw.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => connection.Raw.Write(buffer, offset, count);

    public override void Flush() => connection.Raw.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_errors)
        {
            var chars = new char[_decoder.GetCharCount(bytes, flush: false)];
            _errors.Append(chars, 0, _decoder.GetChars(bytes, chars, flush: false));
            if (_errors.Length > ErrorsKept)
                _errors.Remove(0, _errors.Length - ErrorsKept);
        }
    }
}
