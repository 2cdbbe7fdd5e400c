using System.Runtime.InteropServices;
using RaftTorture.Replica.Storage;

namespace RaftTorture.TestKit.Storage;

/// <summary>A file of <see cref="MemoryDisk"/>, and what of it would survive a power cut.</summary>
internal sealed class MemoryFile(params byte[] content)
{
    private readonly List<byte> written = [.. content];
    private readonly List<byte> durable = [.. content];

    // Below this offset written and durable agree, so that a flush costs what is new and not the whole file.
    private int dirtyFrom = content.Length;
    private int handlesGiven;
    private int? liveHandle;

    public int FlushCount { get; private set; }

    public bool FailsNextFlush { get; set; }

    public IDiskFile Open()
    {
        if (liveHandle is not null)
            throw new IOException("the file is open already");
        liveHandle = ++handlesGiven;
        return new Handle(this, handlesGiven);
    }

    public byte[] Read() => [.. written];

    public void PowerCut(int tornBytes)
    {
        var appended = dirtyFrom == durable.Count ? written[dirtyFrom..] : [];
        durable.AddRange(appended.Take(tornBytes));
        written.Clear();
        written.AddRange(durable);
        dirtyFrom = durable.Count;
        liveHandle = null;
        FailsNextFlush = false;
    }

    private void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        dirtyFrom = Math.Min(dirtyFrom, offset);
        var overwritten = Math.Min(bytes.Length, written.Count - offset);
        bytes[..overwritten].CopyTo(CollectionsMarshal.AsSpan(written)[offset..]);
        written.AddRange(bytes[overwritten..]);
    }

    private void Truncate(int lengthBytes)
    {
        dirtyFrom = Math.Min(dirtyFrom, lengthBytes);
        written.RemoveRange(lengthBytes, written.Count - lengthBytes);
    }

    private void Flush()
    {
        if (FailsNextFlush)
        {
            FailsNextFlush = false;
            throw new IOException("the disk failed");
        }

        durable.RemoveRange(dirtyFrom, durable.Count - dirtyFrom);
        durable.AddRange(CollectionsMarshal.AsSpan(written)[dirtyFrom..]);
        dirtyFrom = durable.Count;
        FlushCount++;
    }

    private sealed class Handle(MemoryFile file, int number) : IDiskFile
    {
        public long LengthBytes => Live.written.Count;

        private MemoryFile Live => file.liveHandle == number ? file : throw new IOException("the file is closed, or its power was cut");

        public int Read(long offset, Span<byte> destination)
        {
            var content = CollectionsMarshal.AsSpan(Live.written);
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
            if (file.liveHandle == number)
                file.liveHandle = null;
        }
    }
}
