namespace RaftTorture.Replica.Storage;

/// <summary>Some bytes of a snapshot's file, on their way to another node.</summary>
/// <param name="Bytes">As they stand in the file.</param>
/// <param name="IsLast">The file ends with them.</param>
public readonly record struct SnapshotPiece(ReadOnlyMemory<byte> Bytes, bool IsLast);
