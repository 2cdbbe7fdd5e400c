using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Local.Nodes;

namespace RaftTorture.Targets.Local.Faults;

/// <summary>Freezes nodes and thaws them. The receipt is the state that the kernel tells, or a silent <c>/healthz</c> where it tells none.</summary>
internal static class PauseInjector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Freezes. A node that is down is as still as it can be.</summary>
    public static Task<FaultEffect> PauseAsync(IEnumerable<LocalNode> nodes, CancellationToken cancellation) =>
        Effects.OfAllAsync(nodes, node => ApplyAsync(node, Signal.Stop, IsStoppedAsync, "stopped", cancellation));

    /// <summary>Thaws. Confirmed for a node that runs and answers again, or is down.</summary>
    public static Task<FaultEffect> ResumeAsync(IEnumerable<LocalNode> nodes, CancellationToken cancellation) =>
        Effects.OfAllAsync(nodes, node => ApplyAsync(node, Signal.Continue, IsAnsweringAsync, "runs and answers", cancellation));

    private static async Task<FaultEffect> ApplyAsync(
        LocalNode node,
        Signal signal,
        Func<LocalNode, NodeProcess, CancellationToken, Task<bool>> isSeenAsync,
        string effect,
        CancellationToken cancellation)
    {
        if (node.Process is not { IsAlive: true } process)
            return new FaultEffect(true, $"{node.Id} was down");
        node.Send(signal);
        var start = Stopwatch.GetTimestamp();
        while (process.IsAlive && Stopwatch.GetElapsedTime(start) < Patience)
        {
            if (await isSeenAsync(node, process, cancellation))
                return new FaultEffect(true, $"{node.Id} (pid {process.Pid}) {effect} after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");
            await Task.Delay(PollInterval, cancellation);
        }

        return new FaultEffect(false, $"{node.Id} (pid {process.Pid}) was not seen to be so within {Patience.TotalSeconds} s: {effect}");
    }

    private static async Task<bool> IsStoppedAsync(LocalNode node, NodeProcess process, CancellationToken cancellation) =>
        OperatingSystem.IsLinux()
            ? ProcStat.Read(process.Pid) is { IsStopped: true }
            : !await node.Api.IsHealthyAsync(cancellation);

    private static async Task<bool> IsAnsweringAsync(LocalNode node, NodeProcess process, CancellationToken cancellation) =>
        !(OperatingSystem.IsLinux() && ProcStat.Read(process.Pid) is { IsStopped: true })
        && await node.Api.IsHealthyAsync(cancellation);
}
