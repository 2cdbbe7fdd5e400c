using RaftTorture.Replica.Storage;

namespace RaftTorture.FaultyNode;

/// <summary>A disk whose flush does nothing: what was acknowledged survives a killed process, and not a power cut.</summary>
internal sealed class UnflushedDisk(IDisk disk) : IDisk
{
    public string Describe(string name) => disk.Describe(name);

    public IReadOnlyList<string> List() => disk.List();

    public IDiskFile Open(string name, long expectedBytes = 0) => new UnflushedFile(disk.Open(name, expectedBytes));

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    private sealed class UnflushedFile(IDiskFile file) : IDiskFile
    {
        public long LengthBytes => file.LengthBytes;

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Truncate(long lengthBytes) => file.Truncate(lengthBytes);

        public void Flush()
        {
            // This is the bug.
        }

        public void Dispose() => file.Dispose();
    }
}
