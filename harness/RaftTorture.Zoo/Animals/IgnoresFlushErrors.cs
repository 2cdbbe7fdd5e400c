using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Zoo.Animals;

/// <summary>A host that goes on after a flush has failed.</summary>
public static class IgnoresFlushErrors
{
    public static readonly Animal Animal = new()
    {
        Id = "D07",
        Source = "Rebello et al., ATC 2020: Can Applications Recover from fsync Failures?",
        Bug = "A flush that fails is taken for one that did not.",
        Breaks = Property.Durability,
        Exposure = "A flush fails once, and later the power.",
        Seams = new ReplicaSeams { WrapDisk = static disk => new DiskWithOtherFlush(disk, Flush) },
    };

    private static void Flush(IDiskFile file)
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
}
