namespace RaftTorture.Replica.Storage;

/// <summary>A directory that a node owns. What it promises is what the log's durability rests on.</summary>
public interface IDisk
{
    /// <summary>Where the file is, for messages to people.</summary>
    string Describe(string name);

    /// <summary>Opens a file for this process alone; creates it empty if it is absent, and makes its name durable before it returns.</summary>
    /// <exception cref="IOException">It cannot be had, or another process has it.</exception>
    IDiskFile Open(string name);
}

/// <summary>An open file. Written bytes are durable once <see cref="Flush"/> has returned; until then a power cut may keep any part of them.</summary>
public interface IDiskFile : IDisposable
{
    long LengthBytes { get; }

    /// <summary>Fills the destination from an offset; returns fewer bytes only at the end of the file.</summary>
    int Read(long offset, Span<byte> destination);

    void Write(long offset, ReadOnlySpan<byte> bytes);

    void Truncate(long lengthBytes);

    /// <exception cref="IOException">What was written may be lost even if a later flush succeeds: the file must not be used any more.</exception>
    void Flush();
}
