using System.Runtime.InteropServices;
using RaftTorture.Replica.Storage;

namespace RaftTorture.TestKit.Storage;

/// <summary>A file of <see cref="MemoryDisk"/>, and what of it would survive a power cut.</summary>
internal sealed class MemoryFile(params byte[] content)
{
    private readonly List<byte> _written = [.. content];
    private readonly List<byte> _durable = [.. content];

    // Below this offset written and durable agree, so that a flush costs what is new and not the whole file.
    private int _dirtyFrom = content.Length;
    private int _handlesGiven;
    private int? _liveHandle;

    public int FlushCount { get; private set; }

    public bool FailsNextFlush { get; set; }

    public IDiskFile Open()
    {
        if (_liveHandle is not null)
            throw new IOException("the file is open already");
        _liveHandle = ++_handlesGiven;
        return new Handle(this, _handlesGiven);
    }

    public byte[] Read() => [.. _written];

    public void PowerCut(int tornBytes)
    {
        var appended = _dirtyFrom == _durable.Count ? _written[_dirtyFrom..] : [];
        _durable.AddRange(appended.Take(tornBytes));
        _written.Clear();
        _written.AddRange(_durable);
        _dirtyFrom = _durable.Count;
        _liveHandle = null;
        FailsNextFlush = false;
    }

    private void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        _dirtyFrom = Math.Min(_dirtyFrom, offset);
        var overwritten = Math.Min(bytes.Length, _written.Count - offset);
        bytes[..overwritten].CopyTo(CollectionsMarshal.AsSpan(_written)[offset..]);
        _written.AddRange(bytes[overwritten..]);
    }

    private void Truncate(int lengthBytes)
    {
        _dirtyFrom = Math.Min(_dirtyFrom, lengthBytes);
        _written.RemoveRange(lengthBytes, _written.Count - lengthBytes);
    }

    private void Flush()
    {
        if (FailsNextFlush)
        {
            FailsNextFlush = false;
            throw new IOException("the disk failed");
        }

        _durable.RemoveRange(_dirtyFrom, _durable.Count - _dirtyFrom);
        _durable.AddRange(CollectionsMarshal.AsSpan(_written)[_dirtyFrom..]);
        _dirtyFrom = _durable.Count;
        FlushCount++;
    }

    private sealed class Handle(MemoryFile file, int number) : IDiskFile
    {
        public long LengthBytes => Live._written.Count;

        private MemoryFile Live => file._liveHandle == number ? file : throw new IOException("the file is closed, or its power was cut");

        public int Read(long offset, Span<byte> destination)
        {
            var content = CollectionsMarshal.AsSpan(Live._written);
            var available = content[(int)Math.Min(offset, content.Length)..];
            var readBytes = Math.Min(available.Length, destination.Length);
            available[..readBytes].CopyTo(destination);
            return readBytes;
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes) => Live.Write((int)offset, bytes);

        public void Truncate(long lengthBytes) => Live.Truncate((int)lengthBytes);

        public void Flush() => Live.Flush();

        public void Dispose()
        {
            if (file._liveHandle == number)
                file._liveHandle = null;
        }
    }
}
