using System.Buffers;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>The write-ahead log: what a node promised to remember. See <see cref="LogHeader"/> for the file's format.</summary>
/// <remarks>
/// Writes are gathered in memory and reach the disk in one batch with the next flush: that is group commit, and it makes the batch whole or
/// absent after a crash at any instant. A flush that failed is never repeated, because the kernel may have dropped the pages and report
/// success the second time; the log refuses all further work and the node must stop.
/// </remarks>
public sealed class LogStore : IDisposable
{
    public const string FileName = "log";

    private readonly IDiskFile _file;
    private readonly ArrayBufferWriter<byte> _records = new();
    private readonly ArrayBufferWriter<byte> _batch = new();
    private long _endOffset;
    private LogIndex _lastIndex;
    private bool _hasFailed;

    private LogStore(IDiskFile file, RecoveredLog recovered)
    {
        _file = file;
        Recovered = recovered;
        _endOffset = file.LengthBytes;
        _lastIndex = new LogIndex(recovered.Entries.Length);
    }

    /// <summary>What was there when it was opened; later writes do not change it.</summary>
    public RecoveredLog Recovered { get; }

    /// <summary>Opens the log, replays it, cuts off a tail that was torn, and makes durable what it recovered.</summary>
    /// <exception cref="CorruptLogException">Something that was durable cannot be read: the node must not start.</exception>
    /// <exception cref="UnsupportedLogException">A newer release wrote it.</exception>
    public static LogStore Open(IDisk disk)
    {
        var file = disk.Open(FileName);
        try
        {
            return Open(file, disk.Describe(FileName));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes a state and entries, in this order; they are durable when the next <see cref="Flush"/> has returned.</summary>
    /// <param name="hardState">The new term and vote, or null if they did not change.</param>
    /// <param name="entries">Contiguous; they replace whatever the log held from the first one's index on.</param>
    /// <exception cref="ArgumentException">The entries would leave a gap.</exception>
    public void Write(HardState? hardState, ReadOnlySpan<Entry> entries)
    {
        DemandSoundness();
        DemandContiguity(entries);
        if (hardState is { } state)
            LogRecord.Write(state, _records);
        foreach (var entry in entries)
        {
            LogRecord.Write(entry, _records);
            _lastIndex = entry.Index;
        }
    }

    /// <summary>Makes everything written so far durable. Costs nothing if there is nothing new.</summary>
    /// <exception cref="IOException">The disk did not keep its promise: nothing written since the last flush may be relied on.</exception>
    public void Flush()
    {
        DemandSoundness();
        if (_records.WrittenCount == 0)
            return;

        _hasFailed = true;
        _batch.ResetWrittenCount();
        LogBatch.Write(_endOffset, _records.WrittenSpan, _batch);
        _file.Write(_endOffset, _batch.WrittenSpan);
        _file.Flush();
        _endOffset += _batch.WrittenCount;
        _records.ResetWrittenCount();
        _hasFailed = false;
    }

    public void Dispose() => _file.Dispose();

    private static LogStore Open(IDiskFile file, string path)
    {
        LogHeader.Ensure(file, path);
        var recovered = LogRecovery.Read(file, path);
        if (recovered.TornTailBytes > 0)
            file.Truncate(file.LengthBytes - recovered.TornTailBytes);

        // A process that was killed between write and flush leaves its batch in the page cache, where it reads like any other: what has been
        // recovered will be acknowledged, so it must be made durable first.
        file.Flush();
        return new LogStore(file, recovered);
    }

    private void DemandSoundness()
    {
        if (_hasFailed)
            throw new InvalidOperationException("the log has failed before: its node must stop and recover from disk");
    }

    private void DemandContiguity(ReadOnlySpan<Entry> entries)
    {
        if (entries.IsEmpty)
            return;
        var expected = entries[0].Index;
        if (expected.Value < 1 || expected > _lastIndex.Next)
            throw new ArgumentException($"entry {entries[0]} leaves a gap in a log that ends at {_lastIndex}", nameof(entries));
        foreach (var entry in entries)
        {
            if (entry.Index != expected)
                throw new ArgumentException($"entry {entry} stands where {expected} belongs", nameof(entries));
            expected = expected.Next;
        }
    }
}
