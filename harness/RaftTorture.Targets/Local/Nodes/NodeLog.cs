namespace RaftTorture.Targets.Local.Nodes;

/// <summary>What a node prints, over all its lives, in one file; the end of it is kept at hand for messages.</summary>
internal sealed class NodeLog : IDisposable
{
    private const int TailLines = 5;

    private readonly Lock gate = new();
    private readonly Queue<string> tail = [];
    private readonly StreamWriter file;

    public NodeLog(string path) => file = new StreamWriter(path, append: true) { AutoFlush = true };

    /// <summary>The last lines, on one line.</summary>
    public string Tail
    {
        get
        {
            lock (gate)
                return tail.Count == 0 ? "its log is empty" : $"its log ends: {string.Join(" | ", tail)}";
        }
    }

    public void Write(string line)
    {
        lock (gate)
        {
            file.WriteLine(line);
            tail.Enqueue(line);
            if (tail.Count > TailLines)
                tail.Dequeue();
        }
    }

    /// <summary>Copies lines until the process closes the stream.</summary>
    public async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
            Write(line);
    }

    public void Dispose()
    {
        lock (gate)
            file.Dispose();
    }
}
