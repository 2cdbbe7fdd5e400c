using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Zoo.Animals;

/// <summary>A host that goes on after a flush has failed.</summary>
public sealed class IgnoresFlushErrors(IDisk disk) : IDisk
{
    public static readonly Animal Animal = new()
    {
        Id = "D07",
        Source = "Rebello et al., ATC 2020: Can Applications Recover from fsync Failures?",
        Bug = "A flush that fails is taken for one that did not.",
        Breaks = Property.Durability,
        Exposure = "A flush fails once, and later the power.",
        Seams = new ReplicaSeams { WrapDisk = static disk => new IgnoresFlushErrors(disk) },
    };

    public string Describe(string name) => disk.Describe(name);

    public IReadOnlyList<string> List() => disk.List();

    public IDiskFile Open(string name, long expectedBytes = 0) => new BrokenFile(disk.Open(name, expectedBytes));

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    private sealed class BrokenFile(IDiskFile file) : IDiskFile
    {
        public long LengthBytes => file.LengthBytes;

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Truncate(long lengthBytes) => file.Truncate(lengthBytes);

        public void Flush()
        {
            try
            {
                file.Flush();
            }
            catch (IOException)
            {
                // This is the bug.
            }
        }

        public void Dispose() => file.Dispose();
    }
}
