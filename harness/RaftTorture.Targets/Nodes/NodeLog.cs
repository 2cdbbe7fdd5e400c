namespace RaftTorture.Targets.Nodes;

/// <summary>What a node prints, over all its lives, in one file; the end of it is kept at hand for messages.</summary>
/// <remarks>What cannot be written, as on a full disk, is dropped and remembered: the node runs on, and must be heard of to its end.</remarks>
internal sealed class NodeLog : IDisposable
{
    private const int TailLines = 5;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = [];
    private readonly StreamWriter _file;

    public NodeLog(string path)
    {
        // No buffer in the file: it would keep what could not be written, and fail again when it is closed.
        var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _file = new StreamWriter(file) { AutoFlush = true };
    }

    /// <summary>One sentence if lines were lost, else null.</summary>
    public string? Loss { get; private set; }

    /// <summary>The last lines, on one line.</summary>
    public string Tail
    {
        get
        {
            lock (_gate)
                return _tail.Count == 0 ? "its log is empty" : $"its log ends: {string.Join(" | ", _tail)}";
        }
    }

    public void Write(string line)
    {
        lock (_gate)
        {
            WriteToFile(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
                _tail.Dequeue();
        }
    }

    /// <summary>Copies lines until the process closes the stream.</summary>
    public async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
            Write(line);
    }

    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }

    private void WriteToFile(string line)
    {
        try
        {
            _file.WriteLine(line);
        }
        catch (IOException full)
        {
            Loss ??= $"its log is incomplete: {full.Message}";
        }
    }
}
