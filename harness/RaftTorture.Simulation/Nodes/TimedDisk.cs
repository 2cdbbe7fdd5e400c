using RaftTorture.Replica.Storage;

namespace RaftTorture.Simulation.Nodes;

/// <summary>A disk whose flushes take time: its owner's, who waits for them.</summary>
internal sealed class TimedDisk(IDisk disk, Action flushing) : IDisk
{
    public string Describe(string name) => disk.Describe(name);

    public IReadOnlyList<string> List() => disk.List();

    public IDiskFile Open(string name, long expectedBytes = 0) => new TimedFile(disk.Open(name, expectedBytes), flushing);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    private sealed class TimedFile(IDiskFile file, Action flushing) : IDiskFile
    {
        public long LengthBytes => file.LengthBytes;

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Truncate(long lengthBytes) => file.Truncate(lengthBytes);

        public void Flush()
        {
            flushing();
            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
