namespace RaftTorture.Replica.Storage;

/// <summary>A file that is written from front to back, and takes its name only when it is complete and durable.</summary>
internal sealed class PartFile : IDisposable
{
    private readonly IDisk _disk;
    private readonly string _name;
    private readonly long _flushBytes;
    private readonly IDiskFile _file;
    private long _flushedBytes;
    private bool _isClosed;

    public PartFile(IDisk disk, string name, long flushBytes)
    {
        _disk = disk;
        _name = name;
        _flushBytes = flushBytes;
        disk.Delete(name);
        _file = disk.Open(name);
    }

    public string Path => _disk.Describe(_name);

    public long LengthBytes { get; private set; }

    /// <summary>The file as it stands, to read.</summary>
    public IDiskFile Written => _isClosed ? throw new InvalidOperationException($"{Path}: it was completed or abandoned, or has failed") : _file;

    /// <exception cref="InvalidOperationException">The file was completed or abandoned, or has failed before.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var file = Written;
        _isClosed = true; // What a failed flush has lost no later one brings back.
        file.Write(LengthBytes, bytes);
        LengthBytes += bytes.Length;
        if (LengthBytes - _flushedBytes >= _flushBytes)
        {
            file.Flush();
            _flushedBytes = LengthBytes;
        }

        _isClosed = false;
    }

    /// <summary>Complete: durable under its name on return.</summary>
    public void Publish(string name)
    {
        Written.Flush();
        Dispose();
        _disk.Rename(_name, name);
    }

    /// <summary>Not wanted any more.</summary>
    public void Abandon()
    {
        Dispose();
        _disk.Delete(_name);
    }

    public void Dispose()
    {
        _isClosed = true;
        _file.Dispose();
    }
}
