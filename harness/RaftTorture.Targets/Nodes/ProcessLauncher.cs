using System.Collections.Concurrent;
using System.Diagnostics;

namespace RaftTorture.Targets.Nodes;

/// <summary>Starts processes from one thread that lives as long as it does.</summary>
/// <remarks>
/// A node on Linux asks to be killed when its parent dies, and means by that the thread that started it
/// (PR_SET_PDEATHSIG, prctl(2)). A thread of the pool may end at any time, and would take its nodes with it.
/// </remarks>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<Action> _orders = [];
    private readonly Thread _thread;

    public ProcessLauncher()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "node launcher" };
        _thread.Start();
    }

    /// <summary>Starts a process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system cannot start it.</exception>
    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _orders.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception refused) when (refused is System.ComponentModel.Win32Exception or IOException)
            {
                started.SetException(refused);
            }
        });
        return started.Task;
    }

    /// <summary>Ends the thread. On Linux it takes the processes that still live with it.</summary>
    public void Dispose()
    {
        if (_orders.IsAddingCompleted)
            return;
        _orders.CompleteAdding();
        _thread.Join();
        _orders.Dispose();
    }

    private void Work()
    {
        foreach (var order in _orders.GetConsumingEnumerable())
            order();
    }
}
