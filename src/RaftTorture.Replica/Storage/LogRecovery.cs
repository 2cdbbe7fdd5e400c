using System.Diagnostics;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Replica.Storage;

/// <summary>Replays a log file from its first batch to its last sound one.</summary>
internal sealed class LogRecovery
{
    private readonly List<Entry> _entries = [];
    private HardState _hardState = HardState.Initial;

    private LogRecovery()
    {
    }

    /// <exception cref="CorruptLogException">Something that was durable cannot be read.</exception>
    public static RecoveredLog Read(IDiskFile file, string path)
    {
        var recovery = new LogRecovery();
        var endOffset = recovery.ReplayBatches(file, path);
        return new RecoveredLog(recovery._hardState, [.. recovery._entries], file.LengthBytes - endOffset);
    }

    private long ReplayBatches(IDiskFile file, string path)
    {
        long offset = LogHeader.SizeBytes;
        while (offset < file.LengthBytes)
        {
            if (LogBatch.TryRead(file, offset) is not { } records)
            {
                DemandThatNothingFollows(file, offset, path);
                break;
            }

            Replay(records, offset, path);
            offset += LogBatch.HeaderBytes + records.Length;
        }

        return offset;
    }

    private static void DemandThatNothingFollows(IDiskFile file, long offset, string path)
    {
        if (LogBatch.Find(file, offset + 1) is { } later)
            throw new CorruptLogException(path, offset, $"a damaged batch, with a sound one behind it at byte {later}");
    }

    private void Replay(ReadOnlySpan<byte> records, long offset, string path)
    {
        try
        {
            var reader = new WireReader(records, "batch");
            while (reader.RestBytes > 0)
                Replay(LogRecord.Read(ref reader));
        }
        catch (FormatException e)
        {
            // The checksum is right, so these bytes were written like this: by a bug, or by hand.
            throw new CorruptLogException(path, offset, e.Message);
        }
    }

    private void Replay(LogRecord record)
    {
        switch (record)
        {
            case LogRecord.State state:
                _hardState = state.HardState;
                break;
            case LogRecord.Append append:
                Replay(append.Entry);
                break;
            default:
                throw new UnreachableException($"{record}");
        }
    }

    private void Replay(Entry entry)
    {
        if (entry.Index.Value < 1 || entry.Index.Value > _entries.Count + 1)
            throw new FormatException($"entry {entry} cannot follow a log of {_entries.Count} entries");
        var kept = (int)entry.Index.Previous.Value;
        _entries.RemoveRange(kept, _entries.Count - kept);
        _entries.Add(entry);
    }
}
