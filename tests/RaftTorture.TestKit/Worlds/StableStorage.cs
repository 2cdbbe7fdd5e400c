using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>What one node would still have after losing power now.</summary>
public sealed class StableStorage(NodeId owner)
{
    private readonly List<Entry> _entries = [];

    public NodeId Owner { get; } = owner;

    public HardState HardState { get; private set; } = HardState.Initial;

    /// <summary>The log from index 1.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    public LogIndex LastIndex => new(_entries.Count);

    public void Flush(Effect.Persist write)
    {
        HardState = write.HardState ?? HardState;
        if (write.Entries.IsEmpty)
            return;
        var first = (int)write.Entries[0].Index.Value - 1;
        _entries.RemoveRange(first, _entries.Count - first);
        _entries.AddRange(write.Entries);
    }

    /// <summary>Whether it holds an entry, by index and term: together they name it.</summary>
    public bool Holds(Entry entry) => entry.Index <= LastIndex && _entries[(int)entry.Index.Value - 1].Term == entry.Term;
}
