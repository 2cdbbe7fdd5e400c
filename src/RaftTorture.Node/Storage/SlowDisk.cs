using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Storage;

/// <summary>A torture knob: a disk on which every flush takes longer.</summary>
internal sealed class SlowDisk(IDisk disk, int flushDelayMs) : IDisk
{
    public string Describe(string name) => disk.Describe(name);

    public IReadOnlyList<string> List() => disk.List();

    public IDiskFile Open(string name, long expectedBytes = 0) => new SlowFile(disk.Open(name, expectedBytes), flushDelayMs);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    private sealed class SlowFile(IDiskFile file, int flushDelayMs) : IDiskFile
    {
        public long LengthBytes => file.LengthBytes;

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Truncate(long lengthBytes) => file.Truncate(lengthBytes);

        public void Flush()
        {
            Thread.Sleep(flushDelayMs);
            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
