using System.Diagnostics;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>Keeps the clock of a process wrong while it starts: each program that it becomes on the way, such as <c>nsenter</c>, begins with a true one.</summary>
internal sealed class ClockKeeper(IClockLever lever) : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>A process that is just becoming another program has no vDSO for an instant: only who refuses for so long is believed.</summary>
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromSeconds(1);

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

    /// <summary>Whether the watch over a node has come to its end: it serves, or is gone, or its clock cannot be kept wrong.</summary>
    public bool IsOver(string node)
    {
        lock (_kept)
            return !_kept.TryGetValue(node, out var watch) || watch.Kept.IsCompleted;
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
            for (long? refusedAt = null; life.IsAlive; await Task.Delay(PollInterval, end))
            {
                var hasServed = life.HasServed; // Before the look: once it serves it is what it is going to be.
                var refusal = await WhyNotWrongAsync(node, life, wrong, end);
                if (refusal is null && hasServed)
                    return null;
                refusedAt = refusal is null ? null : refusedAt ?? Stopwatch.GetTimestamp();
                if (refusedAt is { } since && Stopwatch.GetElapsedTime(since) > RefusalPatience)
                    return await life.IsOverAsync(CancellationToken.None) ? null : refusal;
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<string?> WhyNotWrongAsync(string node, INodeLife life, WrongClock wrong, CancellationToken cancellation)
    {
        try
        {
            if (!await lever.HoldsAsync(life, cancellation))
                await lever.SkewAsync(node, life, wrong, cancellation);
            return null;
        }
        catch (KernelException refused)
        {
            return refused.Message;
        }
    }

    private async Task<bool> TrySkewAsync(string node, INodeLife life, WrongClock wrong, CancellationToken cancellation)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(PollInterval, cancellation))
        {
            try
            {
                await lever.SkewAsync(node, life, wrong, cancellation);
                return true;
            }
            catch (KernelException) when (life.IsAlive && Stopwatch.GetElapsedTime(start) < RefusalPatience)
            {
                // It may be in the middle of becoming another program.
            }
            catch (KernelException)
            {
                if (!await life.IsOverAsync(cancellation))
                    throw;
                return false;
            }
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
