using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Storage;

/// <summary>
/// A flush policy: the log is flushed in the background every few milliseconds, not before its entries are acknowledged. What was
/// acknowledged since then is lost by a power cut, and by the death of a process it is not.
/// </summary>
/// <remarks>
/// Snapshots are flushed at once, for the log before them is deleted. The mark that says how far the log is durable is held back until that is
/// so: it must never be newer than the truth.
/// </remarks>
internal sealed class LateFlushDisk : IDisk, IDisposable
{
    private const string MarkName = "durable";
    private const string LogPrefix = "log-";

    private readonly IDisk _disk;
    private readonly Lock _gate = new();
    private readonly List<LateFile> _open = [];
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;

    /// <param name="disk">Where it all goes.</param>
    /// <param name="intervalMs">So long it rests from one flush to the next, milliseconds.</param>
    public LateFlushDisk(IDisk disk, int intervalMs)
    {
        _disk = disk;
        _thread = new Thread(() => Work(intervalMs)) { IsBackground = true, Name = "late flush" };
        _thread.Start();
    }

    public string Describe(string name) => _disk.Describe(name);

    public IReadOnlyList<string> List() => _disk.List();

    public IDiskFile Open(string name, long expectedBytes = 0)
    {
        var file = _disk.Open(name, expectedBytes);
        if (name != MarkName && !name.StartsWith(LogPrefix, StringComparison.Ordinal))
            return file;
        var late = new LateFile(file, isHeldBack: name == MarkName, Forget);
        lock (_gate)
            _open.Add(late);
        return late;
    }

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void Delete(string name) => _disk.Delete(name);

    /// <summary>Flushes no more: what is open is flushed when it is closed.</summary>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Forget(LateFile file)
    {
        lock (_gate)
            _open.Remove(file);
    }

    private void Work(int intervalMs)
    {
        while (!_end.Wait(intervalMs))
        {
            LateFile[] open;
            lock (_gate)
                open = [.. _open];
            foreach (var file in open)
                file.HoldBack();
            foreach (var file in open)
                file.FlushLate();
            foreach (var file in open)
                file.LetGo();
        }
    }

    private sealed class LateFile(IDiskFile file, bool isHeldBack, Action<LateFile> forget) : IDiskFile
    {
        private readonly Lock _gate = new();
        private byte[]? _latest;
        private byte[]? _heldBack;
        private bool _isDirty;
        private bool _isClosed;
        private volatile IOException? _failure;

        public long LengthBytes => file.LengthBytes;

        /// <summary>What is held back is read by nobody but the next life of the node, which finds what is on the disk.</summary>
        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (!isHeldBack)
            {
                file.Write(offset, bytes);
                return;
            }

            lock (_gate)
                _latest = bytes.ToArray();
        }

        public void Truncate(long lengthBytes)
        {
            // The mark is one record, which is as long as it shall be once it is written.
            if (!isHeldBack || file.LengthBytes > lengthBytes)
                file.Truncate(lengthBytes);
        }

        /// <summary>Notes that it is to be flushed.</summary>
        /// <exception cref="IOException">An earlier flush has failed: what it should have saved may be lost.</exception>
        public void Flush()
        {
            lock (_gate)
            {
                if (_failure is not null)
                    throw new IOException(_failure.Message, _failure);
                _isDirty = true;
            }
        }

        /// <summary>From here on the mark may speak of what is not flushed by what follows.</summary>
        public void HoldBack()
        {
            lock (_gate)
                (_heldBack, _latest) = (_latest ?? _heldBack, null);
        }

        public void FlushLate()
        {
            if (isHeldBack)
                return;
            lock (_gate)
            {
                if (!_isDirty || _isClosed)
                    return;
                _isDirty = false;
            }

            Try(file.Flush);
        }

        public void LetGo()
        {
            lock (_gate)
            {
                if (_heldBack is { } mark && !_isClosed)
                    Try(() => file.Write(0, mark));
                _heldBack = null;
            }
        }

        public void Dispose()
        {
            forget(this);
            lock (_gate)
            {
                if (_isClosed)
                    return;
                _isClosed = true;
                if (_isDirty && !isHeldBack)
                    Try(file.Flush);
                file.Dispose();
            }
        }

        private void Try(Action act)
        {
            try
            {
                act();
            }
            catch (ObjectDisposedException)
            {
                // It was closed meanwhile, and flushed before.
            }
            catch (IOException failed)
            {
                _failure = failed;
            }
        }
    }
}
