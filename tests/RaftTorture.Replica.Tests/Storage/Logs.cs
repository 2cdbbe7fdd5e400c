using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.TestKit.Storage;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>The words in which the log's tests are told.</summary>
internal static class Logs
{
    public static Entry Entry(long index, long term = 1, string payload = "p") =>
        new(new LogIndex(index), new Term(term), EntryKind.Command, System.Text.Encoding.UTF8.GetBytes($"{payload}-{index}@{term}"));

    public static Entry[] Entries(long first, long last, long term = 1) =>
        [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(index => Entry(index, term))];

    public static HardState State(long term, int? votedFor) => new(new Term(term), votedFor is { } id ? new NodeId(id) : null);

    /// <summary>Writes and flushes: one batch.</summary>
    public static void Store(this LogStore log, HardState? state, params Entry[] entries)
    {
        log.Write(state, entries);
        log.Flush();
    }

    /// <summary>Opens the log, looks, and closes it.</summary>
    public static RecoveredLog Recover(this MemoryDisk disk)
    {
        using var log = LogStore.Open(disk);
        return log.Recovered;
    }

    /// <summary>A disk that holds only this log file.</summary>
    public static MemoryDisk DiskWith(byte[] logFile)
    {
        var disk = new MemoryDisk();
        disk.Replace(LogStore.FileName, logFile);
        return disk;
    }

    public static byte[] LogFile(this MemoryDisk disk) => disk.Read(LogStore.FileName);
}
