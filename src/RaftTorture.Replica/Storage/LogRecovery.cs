using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>Reads a log's segments from the first batch to the last sound one, changing nothing. See <see cref="StorageFormat"/> for the rules.</summary>
internal sealed class LogRecovery
{
    private readonly IDisk _disk;
    private readonly LogReplay _replay = new();
    private readonly List<ClosedSegment> _closed = [];
    private DurableMark? _end;
    private long? _unbornSegment;
    private long _tornTailBytes;

    private LogRecovery(IDisk disk)
    {
        _disk = disk;
    }

    /// <summary>What the log holds; null if there never was one.</summary>
    /// <exception cref="CorruptLogException">Something that was durable cannot be read.</exception>
    /// <exception cref="UnsupportedLogException">A newer release wrote it.</exception>
    public static RecoveredLog? Read(IDisk disk)
    {
        var recovery = new LogRecovery(disk);
        var segments = disk.List().Select(StorageFormat.SegmentOf).OfType<long>().Order().ToList();
        recovery.DemandNoGap(segments);
        foreach (var segment in segments)
            recovery.Read(segment, isLast: segment == segments[^1]);
        var mark = recovery.ReadMark();
        recovery.DemandWhatIsMarked(mark);
        return recovery._end is { } end ? recovery.Result(end, mark is not null) : null;
    }

    private RecoveredLog Result(DurableMark end, bool isMarkSound)
    {
        Settle(end);
        return new RecoveredLog
        {
            Incarnation = end.Incarnation,
            Founding = _replay.Founding ?? throw Corrupt(end.Segment, SegmentHeader.SizeBytes, "it does not say with whom the node was founded"),
            HardState = _replay.HardState,
            Pins = _replay.Pins,
            Start = _replay.Start,
            Entries = _replay.Entries,
            Closed = _closed,
            End = end,
            UnbornSegment = _unbornSegment,
            TornTailBytes = _tornTailBytes,
            IsMarkSound = isMarkSound,
        };
    }

    private void DemandNoGap(List<long> segments)
    {
        for (var i = 1; i < segments.Count; i++)
        {
            if (segments[i] != segments[i - 1] + 1)
                throw Corrupt(segments[i - 1] + 1, 0, "it is missing, between segments that are there");
        }
    }

    private void Read(long segment, bool isLast)
    {
        var file = ReadAll(StorageFormat.SegmentName(segment));
        var endOffset = 0;
        if (SegmentHeader.TryRead(file, PathOf(segment)) is { } header)
        {
            DemandThatItFollows(header, segment);
            endOffset = ReadBatches(file, header, isLast);
        }
        else if (!isLast || file.Length > SegmentHeader.SizeBytes)
        {
            throw Corrupt(segment, 0, "a damaged header");
        }

        // A segment is begun with a flushed header and then a flushed first batch: until that it has promised nothing.
        if (endOffset <= SegmentHeader.SizeBytes)
            Disregard(segment);
        _tornTailBytes += file.Length - (endOffset <= SegmentHeader.SizeBytes ? 0 : endOffset);
    }

    private void Disregard(long segment)
    {
        if (_end is null && segment != 1)
            throw Corrupt(segment, 0, "its first batch is gone, and so are the segments before it");
        _unbornSegment = segment;
    }

    private void DemandThatItFollows(SegmentHeader header, long segment)
    {
        if (header.Segment != segment)
            throw Corrupt(segment, 0, $"it is segment {header.Segment} under a wrong name");
        if (_end is not { } end)
            return;
        if (header.Incarnation != end.Incarnation)
            throw Corrupt(segment, 0, $"it belongs to another directory: incarnation {header.Incarnation}, not {end.Incarnation}");
        if (header.PreviousBytes != end.EndOffset)
            throw Corrupt(end.Segment, end.EndOffset, $"it ends here, but had {header.PreviousBytes} bytes when it was closed");
    }

    /// <summary>Returns where the last sound batch ends.</summary>
    private int ReadBatches(ReadOnlySpan<byte> file, SegmentHeader header, bool isLast)
    {
        var offset = SegmentHeader.SizeBytes;
        while (offset < file.Length)
        {
            var records = LogBatch.TryRead(file, header.Segment, offset);
            if (records.IsEmpty)
            {
                DemandTornTail(file, header.Segment, offset, isLast);
                break;
            }

            if (offset == SegmentHeader.SizeBytes)
                Close();
            Replay(header.Segment, offset, records);
            var endOffset = offset + LogBatch.HeaderBytes + records.Length;
            _end = new DurableMark(header.Segment, endOffset, LogBatch.ChecksumOf(file, offset), header.Incarnation);
            offset = endOffset;
        }

        return offset;
    }

    /// <summary>The segment before this one is complete.</summary>
    private void Close()
    {
        if (_end is { } end)
            _closed.Add(new ClosedSegment(end.Segment, _replay.Last.Index));
    }

    private void DemandTornTail(ReadOnlySpan<byte> file, long segment, int offset, bool isLast)
    {
        if (!isLast)
            throw Corrupt(segment, offset, "a damaged batch, in a segment that was closed");
        if (LogBatch.Find(file, segment, offset + 1) is { } later)
            throw Corrupt(segment, offset, $"a damaged batch, with a sound one behind it at byte {later}");
    }

    private void Replay(long segment, int offset, ReadOnlySpan<byte> records)
    {
        try
        {
            _replay.Add(records);
        }
        catch (FormatException e)
        {
            // The checksums are right, so these bytes were written like this: by a bug, or by hand.
            throw Corrupt(segment, offset, e.Message);
        }
    }

    private void Settle(DurableMark end)
    {
        try
        {
            _replay.Settle();
        }
        catch (FormatException e)
        {
            throw Corrupt(end.Segment, end.EndOffset, e.Message);
        }
    }

    private DurableMark? ReadMark() =>
        _disk.List().Contains(StorageFormat.MarkName) ? DurableMark.TryRead(ReadAll(StorageFormat.MarkName)) : null;

    private void DemandWhatIsMarked(DurableMark? mark)
    {
        if (mark is not { } durable)
            return;
        if (_end is not { } end)
            throw Corrupt(durable.Segment, 0, "the log is gone");
        if (durable.Incarnation != end.Incarnation)
            throw new CorruptLogException(
                _disk.Describe(StorageFormat.MarkName), 0, $"it belongs to another directory: incarnation {durable.Incarnation}, not {end.Incarnation}");
        if (durable.Segment > end.Segment)
            throw Corrupt(durable.Segment, 0, "it is gone, or damaged from its first batch on, and was durable");
        if (durable.Segment < end.Segment || durable.EndOffset < end.EndOffset || durable == end)
            return;
        throw durable.EndOffset > end.EndOffset
            ? Corrupt(end.Segment, end.EndOffset, $"a damaged batch, and what was durable reached to byte {durable.EndOffset}")
            : Corrupt(end.Segment, end.EndOffset, "the batch that ends here is not the one that was durable");
    }

    private byte[] ReadAll(string name)
    {
        using var file = _disk.Open(name);
        if (file.LengthBytes > Array.MaxLength)
            throw new CorruptLogException(_disk.Describe(name), 0, $"{file.LengthBytes} bytes are more than any log file has");
        var bytes = new byte[file.LengthBytes];
        return file.Read(0, bytes) == bytes.Length ? bytes : throw new IOException($"{_disk.Describe(name)}: it shrinks while it is read");
    }

    private string PathOf(long segment) => _disk.Describe(StorageFormat.SegmentName(segment));

    private CorruptLogException Corrupt(long segment, long offset, string reason) => new(PathOf(segment), offset, reason);
}
