namespace RaftTorture.Replica.Storage;

/// <summary>A disk as another one, but for its flush: one that takes longer, or is broken.</summary>
/// <param name="disk">The other.</param>
/// <param name="flush">Stands in for each flush of one of its files.</param>
public sealed class DiskWithOtherFlush(IDisk disk, Action<IDiskFile> flush) : IDisk
{
    public string Describe(string name) => disk.Describe(name);

    public IReadOnlyList<string> List() => disk.List();

    public IDiskFile Open(string name, long expectedBytes = 0) => new OtherFile(disk.Open(name, expectedBytes), flush);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    private sealed class OtherFile(IDiskFile file, Action<IDiskFile> flush) : IDiskFile
    {
        public long LengthBytes => file.LengthBytes;

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Truncate(long lengthBytes) => file.Truncate(lengthBytes);

        public void Flush() => flush(file);

        public void Dispose() => file.Dispose();
    }
}
