using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>What a replica is told beside Raft's own configuration.</summary>
public sealed record ReplicaOptions
{
    /// <summary>The node's monotonic clock, milliseconds; only differences matter.</summary>
    public required Func<long> NowMs { get; init; }

    /// <summary>Bytes of a snapshot that are written between two batches at most, so that it never holds up the writes for long.</summary>
    public int SnapshotBytesPerBatch { get; init; } = 128 * 1024;

    /// <summary>Told what the replica does, if anybody wants to know.</summary>
    public IReplicaObserver? Observer { get; init; }

    /// <inheritdoc cref="ReplicaSeams.Effects"/>
    public Func<IReadOnlyList<Effect>, IReadOnlyList<Effect>> Effects { get; init; } = ReplicaSeams.Sound.Effects;
}
