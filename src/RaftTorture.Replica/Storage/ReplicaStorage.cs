using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>A node's directory: its log, its snapshots, and what they add up to. See <see cref="StorageFormat"/> for the files.</summary>
public sealed class ReplicaStorage : IDisposable
{
    private ReplicaStorage(LogStore log, SnapshotStore snapshots, Recovered recovered, Incarnation incarnation)
    {
        Log = log;
        Snapshots = snapshots;
        Recovered = recovered;
        Incarnation = incarnation;
    }

    public LogStore Log { get; }

    public SnapshotStore Snapshots { get; }

    /// <summary>What was there when it was opened; later writes do not change it.</summary>
    public Recovered Recovered { get; }

    /// <summary>Of this directory, for ever.</summary>
    public Incarnation Incarnation { get; }

    /// <summary>What was cut off the log's end because its flush had never returned; 0 after a clean stop.</summary>
    public long TornTailBytes { get; private init; }

    /// <summary>
    /// The mark of what is durable was absent or damaged, so that a damaged last batch could not be told from a torn one. A power cut can do that;
    /// it has been written anew.
    /// </summary>
    public bool WasMarkUnsound { get; private init; }

    /// <summary>Opens a node's directory and recovers what it holds; an empty one is born. It is changed only once all of it was found sound.</summary>
    /// <param name="disk">The directory.</param>
    /// <param name="founding">With whom the cluster begins: stored at birth; from then on what is stored wins.</param>
    /// <param name="newIncarnation">A random number, for the case that the directory is born now.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="CorruptLogException">Something that was durable cannot be read: the node must not start.</exception>
    /// <exception cref="CorruptSnapshotException">So with the snapshot.</exception>
    /// <exception cref="UnsupportedLogException">Another release wrote it.</exception>
    public static ReplicaStorage Open(IDisk disk, Configuration founding, ulong newIncarnation, StorageOptions? options = null)
    {
        options ??= new StorageOptions();
        if (disk.List().Contains(StorageFormat.FirstVersionsLog))
            throw new UnsupportedLogException(
                $"{disk.Describe(StorageFormat.FirstVersionsLog)}: log version 1, of a release before the first: this one cannot read it; move the data directory away");
        var snapshots = SnapshotStore.Read(disk, options);
        try
        {
            return LogRecovery.Read(disk) is { } log
                ? Resume(disk, options, snapshots, log)
                : BeBorn(disk, options, snapshots, founding, new Incarnation(newIncarnation));
        }
        catch
        {
            snapshots.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Log.Dispose();
        Snapshots.Dispose();
    }

    private static ReplicaStorage BeBorn(IDisk disk, StorageOptions options, SnapshotStore snapshots, Configuration founding, Incarnation incarnation)
    {
        if (snapshots.Latest is { } latest)
            throw new CorruptLogException(disk.Describe(StorageFormat.SegmentName(1)), 0, $"the log is gone, and the snapshot at {latest.LastIndex} is still there");
        snapshots.Tidy();
        var log = LogStore.Create(disk, options, snapshots, incarnation, founding);
        return new ReplicaStorage(log, snapshots, Recovered.Nothing(founding), incarnation);
    }

    private static ReplicaStorage Resume(IDisk disk, StorageOptions options, SnapshotStore snapshots, RecoveredLog found)
    {
        var snapshot = snapshots.Latest ?? SnapshotMeta.Founding(found.Founding);
        var position = new LogPosition(snapshot.LastIndex, snapshot.LastTerm);
        DemandNoGap(disk, found, position);
        snapshots.Tidy();
        var log = LogStore.Open(disk, options, snapshots, found);

        // The power failed when the snapshot was installed and the log did not yet begin behind it (section 7).
        var isBehind = !found.Holds(position);
        if (isBehind)
            log.StartBehind(position, keepsLog: false);
        var recovered = isBehind
            ? new Recovered(found.HardState, snapshot, position, [])
            : new Recovered(found.HardState, snapshot, found.Start, [.. found.Entries]);
        return new ReplicaStorage(log, snapshots, recovered, found.Incarnation)
        {
            TornTailBytes = found.TornTailBytes,
            WasMarkUnsound = !found.IsMarkSound,
        };
    }

    /// <summary>What is in no segment any more must be in the snapshot. If it is not, a newer snapshot was lost.</summary>
    private static void DemandNoGap(IDisk disk, RecoveredLog log, LogPosition snapshot)
    {
        if (log.Start.Index <= snapshot.Index)
            return;
        var oldest = log.Closed.Count > 0 ? log.Closed[0].Segment : log.End.Segment;
        throw new CorruptLogException(
            disk.Describe(StorageFormat.SegmentName(oldest)),
            SegmentHeader.SizeBytes,
            $"the log begins behind entry {log.Start.Index}, and no snapshot reaches it (the latest ends at {snapshot.Index}): segments before it are gone, or a snapshot");
    }
}
