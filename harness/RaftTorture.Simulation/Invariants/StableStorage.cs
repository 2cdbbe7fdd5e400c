using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>What one node would still have after losing power now.</summary>
public class StableStorage(NodeId owner)
{
    private readonly List<Entry> _entries = [];

    public NodeId Owner { get; } = owner;

    /// <summary>Which disk this is: another one after each wipe.</summary>
    public int Disk { get; private set; }

    public HardState HardState { get; private set; } = HardState.Initial;

    /// <summary>What the latest snapshot replaces, or null before the first.</summary>
    public SnapshotMeta? Snapshot { get; private set; }

    /// <summary>How far the latest snapshot goes; 0 before the first.</summary>
    public LogIndex SnapshotIndex => Snapshot?.LastIndex ?? LogIndex.Zero;

    /// <summary>The entry just before <see cref="Entries"/>.</summary>
    public LogPosition LogStart { get; private set; } = LogPosition.Start;

    public IReadOnlyList<Entry> Entries => _entries;

    public LogIndex LastIndex => LogStart.Index + _entries.Count;

    public void Flush(Effect.Persist write)
    {
        HardState = write.HardState ?? HardState;
        if (write.Entries.IsEmpty)
            return;
        var first = OffsetOf(write.Entries[0].Index);
        _entries.RemoveRange(first, _entries.Count - first);
        _entries.AddRange(write.Entries);
    }

    /// <summary>Puts a snapshot in the place of an older one; the log stays as it is.</summary>
    public void Save(SnapshotMeta snapshot)
    {
        if (snapshot.LastIndex > SnapshotIndex)
            Snapshot = snapshot;
    }

    /// <summary>Forgets the entries up to and with an index.</summary>
    public void CompactTo(LogIndex upTo)
    {
        if (upTo <= LogStart.Index)
            return;
        var start = new LogPosition(upTo, _entries[OffsetOf(upTo)].Term);
        _entries.RemoveRange(0, OffsetOf(upTo) + 1);
        LogStart = start;
    }

    /// <summary>The log begins behind a snapshot: what follows it stays, if the log holds its last entry; if not, the whole log goes (section 7).</summary>
    public void StartLogBehind(SnapshotMeta snapshot)
    {
        if (TermAt(snapshot.LastIndex) == snapshot.LastTerm)
        {
            CompactTo(snapshot.LastIndex);
            return;
        }

        _entries.Clear();
        LogStart = new LogPosition(snapshot.LastIndex, snapshot.LastTerm);
    }

    /// <summary>What a new life finds. A crash between a snapshot and the start of the log leaves a log that does not meet it.</summary>
    public Recovered Recover(Configuration founding)
    {
        var ground = Snapshot ?? SnapshotMeta.Founding(founding);
        if (TermAt(ground.LastIndex) != ground.LastTerm)
            StartLogBehind(ground);
        return new Recovered(HardState, ground, LogStart, [.. _entries]);
    }

    /// <summary>Another disk, and an empty one.</summary>
    public virtual void Wipe()
    {
        _entries.Clear();
        (HardState, Snapshot, LogStart) = (HardState.Initial, null, LogPosition.Start);
        Disk++;
    }

    /// <summary>Whether it holds an entry, by index and term: together they name it. What was compacted is in the snapshot.</summary>
    public bool Holds(Entry entry) => entry.Index < LogStart.Index || TermAt(entry.Index) == entry.Term;

    private Term? TermAt(LogIndex index) =>
        index == LogStart.Index ? LogStart.Term
        : index < LogStart.Index || index > LastIndex ? null
        : _entries[OffsetOf(index)].Term;

    private int OffsetOf(LogIndex index) => (int)(index.Value - LogStart.Index.Value - 1);
}
