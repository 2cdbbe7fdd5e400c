using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>The words in which the storage's tests are told.</summary>
internal static class Logs
{
    public const string FirstSegment = "log-0000000000000001";
    public const string SecondSegment = "log-0000000000000002";
    public const string Mark = "durable";

    /// <summary>So small that every flush begins a segment.</summary>
    public static readonly StorageOptions SegmentEachFlush = new() { SegmentBytes = 1 };

    public static readonly Configuration Founding = Configuration.Of([new NodeId(1), new NodeId(2), new NodeId(3)]);

    public static Entry Entry(long index, long term = 1, string payload = "p") =>
        new(new LogIndex(index), new Term(term), EntryKind.Command, System.Text.Encoding.UTF8.GetBytes($"{payload}-{index}@{term}"));

    public static Entry[] Entries(long first, long last, long term = 1) =>
        [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(index => Entry(index, term))];

    public static HardState State(long term, int? votedFor) => new(new Term(term), votedFor is { } id ? new NodeId(id) : null);

    public static LogPosition Position(long index, long term = 1) => new(new LogIndex(index), new Term(term));

    public static SnapshotMeta Meta(long index, long term = 1) => new(new LogIndex(index), new Term(term), Founding);

    public static ReplicaStorage Start(this MemoryDisk disk, StorageOptions? options = null, ulong newIncarnation = 1) =>
        ReplicaStorage.Open(disk, Founding, newIncarnation, options);

    /// <summary>Writes and flushes: one batch.</summary>
    public static void Store(this ReplicaStorage storage, HardState? state, params Entry[] entries)
    {
        storage.Log.Write(state, entries);
        storage.Log.Flush();
    }

    /// <summary>Takes a snapshot of two blocks.</summary>
    public static void TakeSnapshot(this ReplicaStorage storage, long index, long term = 1)
    {
        var draft = storage.Snapshots.Begin(Meta(index, term));
        draft.Add(Block(index, 1));
        draft.Add(Block(index, 2));
        draft.Complete();
    }

    public static byte[] Block(long index, int number) => System.Text.Encoding.UTF8.GetBytes($"the state at {index}, part {number}");

    /// <summary>The latest snapshot's blocks; none if there is no snapshot.</summary>
    public static byte[][] Blocks(this ReplicaStorage storage) => [.. storage.Snapshots.ReadBlocks().Select(block => block.ToArray())];

    /// <summary>Starts, looks, and stops.</summary>
    public static Recovered Recover(this MemoryDisk disk)
    {
        using var storage = disk.Start();
        return storage.Recovered;
    }

    /// <summary>A disk that holds only this log file: no mark says how much of it was durable.</summary>
    public static MemoryDisk DiskWith(byte[] logFile)
    {
        var disk = new MemoryDisk();
        disk.Replace(FirstSegment, logFile);
        return disk;
    }

    public static byte[] LogFile(this MemoryDisk disk) => disk.Read(FirstSegment);
}
