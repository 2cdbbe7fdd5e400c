using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;

namespace RaftTorture.TestKit.Worlds;

/// <summary>Stable storage with the file of its latest snapshot, and the disks that its owner knows.</summary>
public sealed class ToyStorage(NodeId owner) : StableStorage(owner)
{
    /// <summary>The latest snapshot, or null before the first.</summary>
    public SnapshotFile? File { get; private set; }

    /// <summary>Whose disks it knows: see <see cref="Acquaintances"/>.</summary>
    internal Acquaintances Acquaintances { get; private set; } = new();

    /// <summary>Puts a snapshot in the place of an older one; the log stays as it is.</summary>
    public void Save(SnapshotFile snapshot)
    {
        if (snapshot.Meta.LastIndex > SnapshotIndex)
            File = snapshot;
        Save(snapshot.Meta);
    }

    public override void Wipe()
    {
        base.Wipe();
        (File, Acquaintances) = (null, new Acquaintances());
    }
}
