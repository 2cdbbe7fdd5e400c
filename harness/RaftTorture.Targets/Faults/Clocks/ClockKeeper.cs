using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>Keeps the clock of a process wrong while it starts: each program that it becomes on the way, such as <c>nsenter</c>, begins with a true one.</summary>
internal sealed class ClockKeeper(IClockLever lever) : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, (CancellationTokenSource End, Task<string?> Kept)> _kept = [];

    /// <summary>Makes it wrong, and watches over it until the node serves.</summary>
    /// <exception cref="KernelException">It cannot be made wrong.</exception>
    public async Task KeepAsync(string node, INodeLife life, WrongClock wrong, CancellationToken cancellation)
    {
        await LetGoAsync(node);
        if (!await TrySkewAsync(node, life, wrong, cancellation))
            return;
        var end = new CancellationTokenSource();
        lock (_kept)
            _kept[node] = (end, WatchAsync(node, life, wrong, end.Token));
    }

    /// <summary>Ends the watch over a node.</summary>
    /// <returns>Why its clock could not be kept wrong, or null if it was.</returns>
    public async Task<string?> LetGoAsync(string node)
    {
        (CancellationTokenSource End, Task<string?> Kept) watch;
        lock (_kept)
        {
            if (!_kept.Remove(node, out watch))
                return null;
        }

        await watch.End.CancelAsync();
        var why = await watch.Kept;
        watch.End.Dispose();
        return why;
    }

    public async ValueTask DisposeAsync()
    {
        string[] nodes;
        lock (_kept)
            nodes = [.. _kept.Keys];
        foreach (var node in nodes)
            await LetGoAsync(node);
    }

    private async Task<string?> WatchAsync(string node, INodeLife life, WrongClock wrong, CancellationToken end)
    {
        try
        {
            for (var hasServed = false; life.IsAlive && !hasServed; await Task.Delay(PollInterval, end))
            {
                hasServed = life.HasServed; // Before the look: once it serves it is what it is going to be.
                if (!await lever.HoldsAsync(life, end))
                    await lever.SkewAsync(node, life, wrong, end);
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (KernelException refused)
        {
            return await life.IsOverAsync(CancellationToken.None) ? null : refused.Message;
        }
    }

    private async Task<bool> TrySkewAsync(string node, INodeLife life, WrongClock wrong, CancellationToken cancellation)
    {
        try
        {
            await lever.SkewAsync(node, life, wrong, cancellation);
            return true;
        }
        catch (KernelException)
        {
            if (!await life.IsOverAsync(cancellation))
                throw;
            return false;
        }
    }
}

internal static class Lives
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a life has ended, or does so in the next instants: its process may be gone before anybody was told.</summary>
    public static async Task<bool> IsOverAsync(this INodeLife life, CancellationToken cancellation)
    {
        await Task.WhenAny(life.Ended, Task.Delay(Patience, cancellation));
        return !life.IsAlive;
    }
}
