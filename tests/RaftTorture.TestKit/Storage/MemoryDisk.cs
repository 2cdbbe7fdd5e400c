using RaftTorture.Replica.Storage;

namespace RaftTorture.TestKit.Storage;

/// <summary>A disk whose power can be cut: what was written and what is durable are kept apart.</summary>
public sealed class MemoryDisk : IDisk
{
    private readonly SortedDictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);

    /// <summary>How many flushes have returned: what group commit saves.</summary>
    public int FlushCount => _files.Values.Sum(file => file.FlushCount);

    /// <summary>Lets the next flush of any file fail and keep nothing.</summary>
    public bool FailsNextFlush
    {
        set
        {
            foreach (var file in _files.Values)
                file.FailsNextFlush = value;
        }
    }

    public string Describe(string name) => $"/memory/{name}";

    public IDiskFile Open(string name)
    {
        if (!_files.TryGetValue(name, out var file))
            _files[name] = file = new MemoryFile();
        return file.Open();
    }

    /// <summary>Loses what was not flushed, but for the first bytes of what was appended: a torn write. Open handles are dead after it.</summary>
    public void PowerCut(int tornBytes = 0)
    {
        foreach (var file in _files.Values)
            file.PowerCut(tornBytes);
    }

    /// <summary>A copy of a file as it would be read now.</summary>
    public byte[] Read(string name) => _files[name].Read();

    /// <summary>Puts a file there, durably, as another program or a failing disk would.</summary>
    public void Replace(string name, byte[] content) => _files[name] = new MemoryFile(content);
}
