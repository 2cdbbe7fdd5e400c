using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Those who stop processes and let them go on take turns: code can be changed only in one that nobody else wakes up meanwhile.</summary>
internal static class StopGate
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>Sends a signal when nobody is at work in a stopped process. A kill need not wait.</summary>
    public static void Send(Signal signal, int pid)
    {
        if (signal is Signal.Stop or Signal.Continue)
            Gate.Wait();
        try
        {
            signal.SendTo(pid);
        }
        finally
        {
            if (signal is Signal.Stop or Signal.Continue)
                Gate.Release();
        }
    }

    /// <summary>Keeps the signals of others back until <see cref="Leave"/>. Milliseconds only.</summary>
    public static Task EnterAsync(CancellationToken cancellation) => Gate.WaitAsync(cancellation);

    public static void Leave() => Gate.Release();
}
