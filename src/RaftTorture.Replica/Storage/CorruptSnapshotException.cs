namespace RaftTorture.Replica.Storage;

/// <summary>A snapshot was durable once and is not readable now. The node must not start: the log before it may be gone.</summary>
/// <param name="path">The file.</param>
/// <param name="offset">The first byte of what is unreadable.</param>
/// <param name="reason">What is wrong with it.</param>
public sealed class CorruptSnapshotException(string path, long offset, string reason) : Exception(
    $"{path}: corrupt at byte {offset}: {reason}. "
    + "The log before it is gone, so this node does not know the state any more: leave it stopped while a majority of the others runs. "
    + "To bring it back, remove it from the cluster, move its data directory away, start it empty and add it again.")
{
    public string Path { get; } = path;

    public long Offset { get; } = offset;
}
