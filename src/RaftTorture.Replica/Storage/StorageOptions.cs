namespace RaftTorture.Replica.Storage;

/// <summary>How a node's directory is laid out; none of it changes what is durable.</summary>
public sealed record StorageOptions
{
    /// <summary>A segment of the log that has reached this size is closed and the next one begun.</summary>
    public long SegmentBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Bytes of a snapshot written between two flushes of its file. Left to the end, one flush of all of it would hold up the log, which
    /// is on the same disk.
    /// </summary>
    public long SnapshotFlushBytes { get; init; } = 1024 * 1024;
}
