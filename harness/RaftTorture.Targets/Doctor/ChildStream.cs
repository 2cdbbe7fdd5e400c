using System.Diagnostics;

namespace RaftTorture.Targets.Doctor;

/// <summary>The standard input and output of a process as one stream: what is written it reads, and the other way round.</summary>
internal sealed class ChildStream(Process process) : Stream
{
    private readonly Stream _to = process.StandardInput.BaseStream;
    private readonly Stream _from = process.StandardOutput.BaseStream;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => _from.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _from.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _to.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _to.WriteAsync(buffer, cancellationToken);

    public override void Flush() => _to.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _to.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _to.Dispose();
            _from.Dispose();
        }

        base.Dispose(disposing);
    }
}
