using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica.Tests.Worlds;

/// <summary>How a world's nodes are set up. Sizes are small, so that a short story has segments, snapshots and pieces.</summary>
internal sealed record WorldOptions
{
    public int Founders { get; init; } = 3;

    public Func<RaftConfig, RaftConfig> Raft { get; init; } = config => config;

    public StorageOptions Storage { get; init; } = new() { SegmentBytes = 1024, SnapshotFlushBytes = 512 };

    public int SnapshotBytesPerBatch { get; init; } = 128 * 1024;

    /// <summary>Whether each node traces, and its hash is compared at every index instead of after every batch.</summary>
    public bool Traces { get; init; }

    public RaftConfig ConfigOf(NodeId id, IEnumerable<NodeId> founders, ulong seed) => Raft(new RaftConfig
    {
        Id = id,
        Members = [.. founders],
        Seed = seed,
        SnapshotThreshold = 20,
        EntriesKept = 5,
        SnapshotChunkBytes = 100,
    });
}
