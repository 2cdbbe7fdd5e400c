using System.Diagnostics;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>A process that ends has no memory any more, and no root, before it counts as dead.</summary>
internal static class DyingProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether it is dead in the next instants: then its refusal is none.</summary>
    public static async Task<bool> IsDyingAsync(ProcessIdentity process)
    {
        for (var start = Stopwatch.GetTimestamp(); process.IsAlive && Stopwatch.GetElapsedTime(start) < Patience;)
            await Task.Delay(1);
        return !process.IsAlive;
    }
}
