using System.Buffers;
using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Running.Recording;

/// <summary>An event's place in the history: given out in one strictly increasing sequence.</summary>
public readonly record struct Stamp(long Index, long TimeNs);

/// <summary>
/// Puts the events of all clients into one order, keeps them for the checkers, and writes each to <c>history.jsonl</c> at once.
/// </summary>
/// <remarks>
/// An event is serialised under the lock that orders it, but handed to the system by a thread of its own: a file system that stalls
/// (the nodes fsync on the same disk) must not stall the clients, or the harness would measure itself. What a killed harness
/// can lose is what came in during the write that was going on.
/// </remarks>
public sealed class HistoryRecorder : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly RunClock _clock;
    private readonly Action<HistoryEvent>? _recorded;
    private readonly FileStream _file;
    private readonly SemaphoreSlim _hasWork = new(0);
    private readonly Task _writing;
    private readonly List<HistoryEvent> _events = [];
    private ArrayBufferWriter<byte> _incoming = new(1 << 16);
    private ArrayBufferWriter<byte> _outgoing = new(1 << 16);
    private bool _isClosed;
    private Exception? _failure;

    /// <param name="path">The file to create.</param>
    /// <param name="recorded">Told of every event, in their order and under the recorder's lock: quick, and does not throw.</param>
    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    public HistoryRecorder(string path, RunClock clock, Action<HistoryEvent>? recorded = null)
        : this(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), clock, recorded)
    {
    }

    /// <param name="file">Without a buffer of its own; the recorder closes it.</param>
    internal HistoryRecorder(FileStream file, RunClock clock, Action<HistoryEvent>? recorded = null)
    {
        _clock = clock;
        _recorded = recorded;
        _file = file;
        _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Records one event.</summary>
    /// <param name="at">Makes the event of the stamp it is given. Runs under the recorder's lock: quick and pure.</param>
    /// <exception cref="IOException">An earlier event could not be written: the run cannot go on, for its history would be a lie.</exception>
    public HistoryEvent Record(Func<Stamp, HistoryEvent> at)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_failure is not null)
                throw new IOException($"the history cannot be written: {_failure.Message}", _failure);
            var e = at(new Stamp(_events.Count, _clock.NowNs));
            _events.Add(e);
            Enqueue(e);
            _recorded?.Invoke(e);
            return e;
        }
    }

    /// <summary>All events so far, in order.</summary>
    public ImmutableArray<HistoryEvent> Snapshot()
    {
        lock (_gate)
            return [.. _events];
    }

    /// <summary>Writes what is left, has it put on the disk itself, and closes the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            _hasWork.Release();
        }

        await _writing;
        await _file.DisposeAsync();
        _hasWork.Dispose();
        if (_failure is not null)
            throw new IOException($"the history cannot be written: {_failure.Message}", _failure);
    }

    private void Enqueue(HistoryEvent e)
    {
        if (_incoming.WrittenCount == 0)
            _hasWork.Release();
        HistoryJson.WriteLine(_incoming, e);
    }

    private void WriteAll()
    {
        try
        {
            while (Swap())
            {
                _file.Write(_outgoing.WrittenSpan);
                _outgoing.ResetWrittenCount();
            }

            _file.Flush(flushToDisk: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
                _failure = failure;
        }
    }

    /// <summary>Waits for events and takes them; false once the recorder is closed and empty.</summary>
    private bool Swap()
    {
        _hasWork.Wait();
        lock (_gate)
        {
            (_incoming, _outgoing) = (_outgoing, _incoming);
            return _outgoing.WrittenCount > 0;
        }
    }
}
