namespace RaftTorture.Node;

/// <summary>A log for what strangers can cause: the first line is written at once, what follows within the window is counted and said in one line.</summary>
/// <remarks>Else whoever can open a socket fills the disk of the node.</remarks>
internal sealed class CalmLog(Action<string> write, TimeSpan window) : IDisposable
{
    private readonly object _gate = new();
    private Timer? _timer;
    private string _last = "";
    private int _unsaid;

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_timer is null)
            {
                write(line);
                _timer = new Timer(_ => EndWindow(), null, window, Timeout.InfiniteTimeSpan);
                return;
            }

            _last = line;
            _unsaid++;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _timer?.Dispose();
    }

    /// <summary>Says what was kept back. While lines still come the next window begins at once, so that a flood is a line a window.</summary>
    internal void EndWindow()
    {
        lock (_gate)
        {
            if (_unsaid > 0)
                write($"{_last} (and {_unsaid - 1} such lines more in the last {window.TotalSeconds:0} s)");
            else
                StopTimer();
            _timer?.Change(window, Timeout.InfiniteTimeSpan);
            _unsaid = 0;
        }
    }

    private void StopTimer()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
