using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Simulation.Disks;

/// <summary>
/// A disk whose power can be cut: what was written and what is durable are kept apart. Names are durable when their call returns; a cut in
/// the middle of it leaves either state.
/// </summary>
public sealed class MemoryDisk : IDisk
{
    private readonly SortedDictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    private readonly MemoryPower _power = new();

    /// <summary>How many flushes have returned: what group commit saves.</summary>
    public int FlushCount => _power.FlushCount;

    /// <summary>How many calls have changed something or tried to: any of them can be the last before a cut.</summary>
    public int Operations => _power.Operations;

    /// <summary>Lets the next flush of any file fail and keep nothing.</summary>
    public bool FailsNextFlush
    {
        set => _power.FailsNextFlush = value;
    }

    public string Describe(string name) => $"/memory/{name}";

    public IReadOnlyList<string> List() => [.. _files.Keys];

    public IDiskFile Open(string name, long expectedBytes = 0)
    {
        if (!_files.ContainsKey(name))
            _power.Do(() => _files[name] = new MemoryFile(_power));
        return _files[name].Open();
    }

    public void Rename(string from, string to)
    {
        Closed(from);
        Closed(to);
        _power.Do(() =>
        {
            _files[to] = _files[from];
            _files.Remove(from);
        });
    }

    public void Delete(string name)
    {
        Closed(name);
        if (_files.ContainsKey(name))
            _power.Do(() => _files.Remove(name));
    }

    /// <summary>Lets the power fail in the middle of a later call: that one and all after it throw until <see cref="PowerCut(Dice)"/>.</summary>
    /// <param name="operations">How many calls still succeed.</param>
    /// <param name="dice">Whether the failing one has had its effect.</param>
    public void FailPowerAfter(int operations, Dice dice) => _power.FailAfter(operations, dice);

    /// <summary>Loses what was not flushed, but for the first bytes of what was appended: a torn write. Open handles are dead after it.</summary>
    public void PowerCut(int tornBytes = 0)
    {
        foreach (var file in _files.Values)
            file.PowerCut(tornBytes);
        _power.Restore();
    }

    /// <summary>Loses any part of what was not flushed. Open handles are dead after it.</summary>
    public void PowerCut(Dice dice)
    {
        foreach (var file in _files.Values)
            file.PowerCut(dice);
        _power.Restore();
    }

    /// <summary>The process dies, the machine does not: all that was written is there, durable or not. Open handles are dead after it.</summary>
    public void Kill()
    {
        foreach (var file in _files.Values)
            file.Close();
        _power.Restore();
    }

    /// <summary>Whether no file whose name begins so holds bytes that a power cut could take.</summary>
    public bool IsDurable(string prefix) => !_files.Any(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && !file.Value.IsDurable);

    /// <summary>A copy of a file as it would be read now.</summary>
    public byte[] Read(string name) => _files[name].Read();

    /// <summary>Puts a file there, durably, as another program or a failing disk would.</summary>
    public void Replace(string name, byte[] content) => _files[name] = new MemoryFile(_power, content);

    /// <summary>Another disk with the same files.</summary>
    public MemoryDisk Copy()
    {
        var copy = new MemoryDisk();
        foreach (var (name, file) in _files)
            copy.Replace(name, file.Read());
        return copy;
    }

    private void Closed(string name)
    {
        if (_files.TryGetValue(name, out var file) && file.IsOpen)
            throw new IOException($"{Describe(name)} is open");
    }
}
