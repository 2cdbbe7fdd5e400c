using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>The processes that are starved now. Disposal lets all of them run.</summary>
internal sealed class DutyCycles : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, DutyCycle> _cycles = [];

    /// <exception cref="KernelException">There is no such process, or the percentage makes no sense.</exception>
    public void Start(int pid, int percent)
    {
        if (percent is < 1 or > 99)
            throw new KernelException($"{percent} % of a processor is no starvation: 1 to 99");
        var process = ProcessIdentity.Of(pid) ?? throw new KernelException($"there is no process {pid}");
        lock (_gate)
        {
            Stop(pid);
            _cycles[pid] = new DutyCycle(process, percent);
        }
    }

    public void Stop(int pid)
    {
        lock (_gate)
        {
            if (_cycles.Remove(pid, out var cycle))
                cycle.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            foreach (var pid in _cycles.Keys.ToArray())
                Stop(pid);
        }

        return ValueTask.CompletedTask;
    }
}
