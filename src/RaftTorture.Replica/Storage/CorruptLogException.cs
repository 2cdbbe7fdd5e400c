namespace RaftTorture.Replica.Storage;

/// <summary>The log was durable once and is not readable now. The node must not start: it may have forgotten votes and entries it promised to keep.</summary>
/// <param name="path">The file.</param>
/// <param name="offset">The first byte of what is unreadable.</param>
/// <param name="reason">What is wrong with it.</param>
public sealed class CorruptLogException(string path, long offset, string reason) : Exception(
    $"{path}: corrupt at byte {offset}: {reason}. "
    + "This node may have forgotten votes and entries that others rely on: leave it stopped while a majority of the others runs. "
    + "To bring it back, remove it from the cluster, move its data directory away, start it empty and add it again.")
{
    public string Path { get; } = path;

    public long Offset { get; } = offset;
}
