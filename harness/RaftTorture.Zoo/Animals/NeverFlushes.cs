using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Zoo.Animals;

/// <summary>A disk whose flush does nothing: what was acknowledged survives a killed process, and not a power cut.</summary>
public sealed class NeverFlushes(IDisk disk) : IDisk
{
    public static readonly Animal Animal = new()
    {
        Id = "D01",
        Source = "Jepsen: NATS 2.12.1; etcd #14140",
        Bug = "It acknowledges before anything is flushed.",
        Breaks = Property.Durability,
        Exposure = "The power fails.",
        Seams = new ReplicaSeams { WrapDisk = static disk => new NeverFlushes(disk) },
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
            // This is the bug.
        }

        public void Dispose() => file.Dispose();
    }
}
