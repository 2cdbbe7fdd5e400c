using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>The log's files: one that grows batch by batch, and closed ones before it. See <see cref="StorageFormat"/>.</summary>
internal sealed class LogSegments : IDisposable
{
    private readonly IDisk _disk;
    private readonly long _segmentBytes;
    private readonly IDiskFile _markFile;
    private readonly Queue<ClosedSegment> _closed;
    private IDiskFile? _file;
    private DurableMark _end;

    private LogSegments(IDisk disk, long segmentBytes, DurableMark end, IEnumerable<ClosedSegment> closed)
    {
        _disk = disk;
        _segmentBytes = segmentBytes;
        _closed = new Queue<ClosedSegment>(closed);
        _end = end;
        _markFile = disk.Open(StorageFormat.MarkName);
    }

    public int Count => _closed.Count + 1;

    /// <summary>It is time for <see cref="CloseLast"/> and <see cref="Begin"/>.</summary>
    public bool IsLastFull => _end.EndOffset >= _segmentBytes;

    /// <summary>None yet: <see cref="Begin"/> makes the first.</summary>
    public static LogSegments Unborn(IDisk disk, long segmentBytes, Incarnation incarnation) =>
        new(disk, segmentBytes, new DurableMark(0, 0, 0, incarnation), []);

    /// <summary>Goes on where the last segment ended: cuts off a torn tail, and makes durable what was recovered.</summary>
    public static LogSegments Resume(IDisk disk, long segmentBytes, RecoveredLog recovered)
    {
        var segments = new LogSegments(disk, segmentBytes, recovered.End, recovered.Closed);
        try
        {
            segments.Resume(recovered.UnbornSegment);
            return segments;
        }
        catch
        {
            segments.Dispose();
            throw;
        }
    }

    /// <summary>Begins the next segment with its first batch; durable on return, so that what was said before it may be deleted.</summary>
    public void Begin(BatchBuffer checkpoint)
    {
        var segment = _end.Segment + 1;
        var name = StorageFormat.SegmentName(segment);
        _disk.Delete(name); // One that was being begun when the power failed.
        _file = _disk.Open(name, _segmentBytes);
        Span<byte> header = stackalloc byte[SegmentHeader.SizeBytes];
        new SegmentHeader(segment, _end.Incarnation, PreviousBytes: _end.EndOffset).Write(header);
        _file.Write(0, header);
        _file.Flush();
        _end = _end with { Segment = segment, EndOffset = SegmentHeader.SizeBytes };
        Append(checkpoint);
        _markFile.Flush();
    }

    /// <summary>Writes a batch behind the last one; durable on return.</summary>
    public void Append(BatchBuffer batch)
    {
        var bytes = batch.Seal(_end.Segment, _end.EndOffset, out var checksum);
        _file!.Write(_end.EndOffset, bytes);
        _file.Flush();
        _end = _end with { EndOffset = _end.EndOffset + bytes.Length, BatchChecksum = checksum };
        _end.Write(_markFile);
        batch.Clear();
    }

    /// <summary>The last segment is complete.</summary>
    /// <param name="lastIndex">Where the log ends with it.</param>
    public void CloseLast(LogIndex lastIndex)
    {
        _file!.Dispose();
        _closed.Enqueue(new ClosedSegment(_end.Segment, lastIndex));
    }

    /// <summary>No entry in the closed segments counts any more.</summary>
    public void ForgetClosed()
    {
        for (var i = 0; i < _closed.Count; i++)
            _closed.Enqueue(_closed.Dequeue() with { LastIndex = LogIndex.Zero });
    }

    /// <summary>Deletes closed segments whose entries all are at or before an index: the oldest first, so that a power cut in between leaves no gap.</summary>
    public void Compact(LogIndex upTo)
    {
        while (_closed.TryPeek(out var oldest) && oldest.LastIndex <= upTo)
        {
            _disk.Delete(StorageFormat.SegmentName(oldest.Segment));
            _closed.Dequeue();
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _markFile.Dispose();
    }

    private void Resume(long? unbornSegment)
    {
        if (unbornSegment is { } unborn)
            _disk.Delete(StorageFormat.SegmentName(unborn));
        _file = _disk.Open(StorageFormat.SegmentName(_end.Segment));
        if (_file.LengthBytes > _end.EndOffset)
            _file.Truncate(_end.EndOffset);

        // A process that was killed between write and flush leaves its batch in the page cache, where it reads like any other: what has been
        // recovered will be acknowledged, so it must be made durable first.
        _file.Flush();
        _end.Write(_markFile);
        _markFile.Truncate(DurableMark.SizeBytes);
        _markFile.Flush();
    }
}
