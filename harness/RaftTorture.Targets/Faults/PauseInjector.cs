using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults;

/// <summary>Freezes nodes and thaws them. The receipt is the state that the kernel tells, or a node that serves no more where it tells none.</summary>
internal static class PauseInjector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Freezes. A node that is down is as still as it can be.</summary>
    public static Task<FaultEffect> PauseAsync(IEnumerable<INode> nodes, CancellationToken cancellation) =>
        Effects.OfAllAsync(nodes, node => ApplyAsync(node, Signal.Stop, IsStoppedAsync, "stopped", cancellation));

    /// <summary>Thaws. Confirmed for a node that runs and answers again, or is down.</summary>
    public static Task<FaultEffect> ResumeAsync(IEnumerable<INode> nodes, CancellationToken cancellation) =>
        Effects.OfAllAsync(nodes, node => ApplyAsync(node, Signal.Continue, IsAnsweringAsync, "runs and answers", cancellation));

    private static async Task<FaultEffect> ApplyAsync(
        INode node, Signal signal, Func<INode, CancellationToken, Task<bool>> isSeenAsync, string effect, CancellationToken cancellation)
    {
        if (node.Life is not { IsAlive: true } life)
            return await Effects.OfDeadAsync(node, "down", cancellation);
        await node.SendAsync(signal, cancellation);
        var start = Stopwatch.GetTimestamp();
        while (life.IsAlive && Stopwatch.GetElapsedTime(start) < Patience)
        {
            if (await isSeenAsync(node, cancellation))
                return new FaultEffect(true, $"{node.Id} (pid {life.Pid}) {effect} after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");
            await Task.Delay(PollInterval, cancellation);
        }

        return new FaultEffect(false, $"{node.Id} (pid {life.Pid}) was not seen to be so within {Patience.TotalSeconds} s: {effect}");
    }

    private static async Task<bool> IsStoppedAsync(INode node, CancellationToken cancellation) =>
        await node.IsStoppedAsync(cancellation) ?? !await node.IsHealthyAsync(cancellation);

    private static async Task<bool> IsAnsweringAsync(INode node, CancellationToken cancellation) =>
        await node.IsStoppedAsync(cancellation) is not true && await node.IsHealthyAsync(cancellation);
}
