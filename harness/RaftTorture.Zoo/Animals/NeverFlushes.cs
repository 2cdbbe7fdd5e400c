using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Zoo.Animals;

/// <summary>A disk whose flush does nothing: what was acknowledged survives a killed process, and not a power cut.</summary>
public static class NeverFlushes
{
    public static readonly Animal Animal = new()
    {
        Id = "D01",
        Source = "Jepsen: NATS 2.12.1; etcd #14140",
        Bug = "It acknowledges before anything is flushed.",
        Breaks = Property.Durability,
        Exposure = "The power fails.",
        Seams = new ReplicaSeams { WrapDisk = static disk => new DiskWithOtherFlush(disk, static _ => { }) },
    };
}
