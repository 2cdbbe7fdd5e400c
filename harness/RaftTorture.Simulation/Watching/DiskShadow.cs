using RaftTorture.Raft;
using RaftTorture.Simulation.Disks;
using RaftTorture.Simulation.Invariants;

namespace RaftTorture.Simulation.Watching;

/// <summary>
/// What a node's disk would still have after losing power now, without reading its bytes at every step: what the node wrote becomes durable
/// when the disk itself has nothing unflushed left, whatever the node believes. At each start the bytes are read, and must say the same.
/// </summary>
internal sealed class DiskShadow(NodeId owner, Configuration founding)
{
    private const string SegmentPrefix = "log-";

    private readonly List<Effect> _written = [];

    public StableStorage Storage { get; } = new(owner);

    /// <summary>Takes note of what these effects write to the log.</summary>
    public void Write(IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is Effect.Persist or Effect.InstallSnapshot or Effect.Compact)
                _written.Add(effect);
        }
    }

    /// <summary>The node believes that its flush has returned. The disk knows better.</summary>
    public void Flush(MemoryDisk disk)
    {
        if (disk.IsDurable(SegmentPrefix))
            BecomeDurable();
    }

    /// <summary>A snapshot has its name, and so is durable.</summary>
    public void Save(SnapshotMeta snapshot) => Storage.Save(snapshot);

    public void Wipe()
    {
        _written.Clear();
        Storage.Wipe();
    }

    /// <summary>A new life has read the disk. The batch that was in flight is there, whole, or it is not.</summary>
    public void Settle(Recovered found)
    {
        Storage.Save(found.Snapshot);
        if (!Agrees(found))
            BecomeDurable();
        _written.Clear();
        Storage.Recover(founding);
        if (found.LogStart.Index > Storage.LogStart.Index && found.LogStart.Index <= Storage.SnapshotIndex)
            Storage.CompactTo(found.LogStart.Index); // Segments are removed while nothing is written.
    }

    private bool Agrees(Recovered found) =>
        found.HardState == Storage.HardState
        && found.LogStart.Index + found.Entries.Length == Storage.LastIndex
        && (found.Entries.IsEmpty || Storage.Holds(found.Entries[^1]));

    private void BecomeDurable()
    {
        foreach (var effect in _written)
        {
            if (effect is Effect.Persist persist)
                Storage.Flush(persist);
            else if (effect is Effect.InstallSnapshot install)
                Storage.StartLogBehind(install.Snapshot);
            else if (effect is Effect.Compact compact)
                Storage.CompactTo(compact.UpTo);
        }

        _written.Clear();
    }
}
