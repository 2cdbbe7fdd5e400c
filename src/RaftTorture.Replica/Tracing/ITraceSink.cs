namespace RaftTorture.Replica.Tracing;

/// <summary>Where a trace goes: a file in a node, a list in a test.</summary>
public interface ITraceSink
{
    /// <summary>Takes one line, its newline included. The bytes are the caller's: they change after the call.</summary>
    void Write(ReadOnlySpan<byte> line);
}
