namespace RaftTorture.Replica.Storage;

/// <summary>A directory that a node owns. What it promises is what the node's durability rests on.</summary>
/// <remarks>A name made, changed or removed is durable when the call returns; a power cut during the call leaves the one state or the other.</remarks>
public interface IDisk
{
    /// <summary>Where the file is, for messages to people.</summary>
    string Describe(string name);

    /// <summary>The files there, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Opens a file for this process alone, and creates it empty if it is absent.</summary>
    /// <param name="name">Within the directory.</param>
    /// <param name="expectedBytes">Room to set aside for a new file, so that growing into it costs less; it does not change its length.</param>
    /// <exception cref="IOException">It cannot be had, or is open already.</exception>
    IDiskFile Open(string name, long expectedBytes = 0);

    /// <summary>Gives a closed file another name, in place of whatever closed file has that one: at every instant the name means the old file or the new.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a closed file; none of that name is no error.</summary>
    void Delete(string name);
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
