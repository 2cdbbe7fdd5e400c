using System.Diagnostics;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>The processes whose clocks were made to lie. At its end they tell the truth again.</summary>
internal sealed class SkewedProcesses : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<ProcessIdentity> _skewed = [];

    /// <summary>Changes what the clocks of a process say; patches it first if it is not patched.</summary>
    /// <param name="pid">Whose.</param>
    /// <param name="change">From a lie that is over to the one that shall be.</param>
    /// <param name="cancellation">Only before it is done.</param>
    /// <exception cref="KernelException">The process is gone, or cannot be patched here.</exception>
    public async Task<ClockSkew> TellAsync(int pid, Func<ClockLie, ClockLie> change, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var identity = ProcessIdentity.Of(pid) ?? throw new KernelException($"process {pid} is gone");
            using var patch = await PatchedVdso.MakeAsync(pid, cancellation);
            _skewed.Add(identity);
            return await ChangeAsync(pid, patch, change, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes the clocks of a process true. One that was never patched is left alone.</summary>
    /// <exception cref="KernelException">The process is gone.</exception>
    public async Task<ClockSkew> ResetAsync(int pid, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            using var patch = PatchedVdso.Find(pid);
            return patch is null ? ClockSkew.Unpatched : await ChangeAsync(pid, patch, static over => over, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        var problems = new List<Exception>();
        foreach (var process in _skewed.Where(process => process.IsAlive))
        {
            try
            {
                await ResetAsync(process.Pid, CancellationToken.None);
            }
            catch (KernelException problem)
            {
                // Its clock dies with it.
                if (!await DyingProcesses.IsDyingAsync(process))
                    problems.Add(problem);
            }
        }

        _gate.Dispose();
        if (problems.Count > 0)
            throw new AggregateException("not every clock was set right", problems);
    }

    /// <remarks>The process stands still while the rate of its monotonic clock changes, so that no thread sees it go back between the old rate and the new.</remarks>
    private static async Task<ClockSkew> ChangeAsync(int pid, PatchedVdso patch, Func<ClockLie, ClockLie> change, CancellationToken cancellation)
    {
        var lie = patch.Lie;
        var isSteady = lie.MonotonicPpm == 0 && change(lie).MonotonicPpm == 0;
        using var halt = isSteady ? null : await Halt.OfAsync(pid, cancellation);
        patch.Tell(change(lie.EndedAt(MonotonicClock.NowNs)));
        return ClockSkew.Of(patch.Lie);
    }
}

/// <summary>The machine's CLOCK_MONOTONIC.</summary>
internal static class MonotonicClock
{
    public static long NowNs => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
