namespace RaftTorture.Targets.Local.Nodes;

/// <summary>What a node prints, over all its lives, in one file; the end of it is kept at hand for messages.</summary>
internal sealed class NodeLog : IDisposable
{
    private const int TailLines = 5;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = [];
    private readonly StreamWriter _file;

    public NodeLog(string path) => _file = new StreamWriter(path, append: true) { AutoFlush = true };

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
            _file.WriteLine(line);
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
}
