using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Simulation.Nodes;

/// <summary>What every node of a world is told alike.</summary>
public sealed record NodeSetup
{
    /// <summary>The founding members; others wait to be added.</summary>
    public required ImmutableArray<NodeId> Founders { get; init; }

    /// <summary>Changes the configuration that every node starts with.</summary>
    public Func<RaftConfig, RaftConfig> Configure { get; init; } = static config => config;

    /// <summary>Small, so that short runs have segments.</summary>
    public StorageOptions Storage { get; init; } = new() { SegmentBytes = 16 * 1024, SnapshotFlushBytes = 4 * 1024 };

    public int SnapshotBytesPerBatch { get; init; } = 16 * 1024;

    /// <summary>Shortest time that a flush takes, microseconds.</summary>
    public int MinFlushUs { get; init; } = 100;

    /// <summary>Longest time that a flush takes on a disk that is well, microseconds.</summary>
    public int MaxFlushUs { get; init; } = 1_000;

    /// <summary>By how much clocks run fast or slow at most.</summary>
    public int ClockDriftPermille { get; init; }

    /// <summary>How long a start takes before anything is heard, microseconds.</summary>
    public int StartUs { get; init; }

    /// <summary>How long a session may stay unused, milliseconds of log time.</summary>
    public long SessionTtlMs { get; init; } = 60_000;

    /// <summary>What all nodes rest on.</summary>
    public ReplicaSeams Seams { get; init; } = ReplicaSeams.Sound;

    internal RaftConfig ConfigOf(NodeId id, ulong seed) => Configure(new RaftConfig
    {
        Id = id,
        Members = Founders.Contains(id) ? Founders : [],
        Seed = seed,
    });
}
