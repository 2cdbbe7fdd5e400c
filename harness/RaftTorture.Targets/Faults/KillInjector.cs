using RaftTorture.Running.Ports;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults;

/// <summary>Kills nodes and starts them again. The receipt is the end of the process, and a new one that answers.</summary>
/// <param name="start">Starts a node that is down and waits until it is ready; tells how long that took.</param>
internal sealed class KillInjector(Func<INode, CancellationToken, Task<TimeSpan>> start)
{
    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(2);

    /// <summary>Kills. Confirmed for a node whose process was seen to end, or had ended before and does not answer.</summary>
    public static Task<FaultEffect> KillAsync(IEnumerable<INode> nodes, CancellationToken cancellation) =>
        Effects.OfAllAsync(nodes, node => KillAsync(node, cancellation));

    /// <summary>Starts with the data that is there. Confirmed for a node whose own process answered as ready, or is up and was paused by us.</summary>
    public Task<FaultEffect> StartAsync(IEnumerable<INode> nodes, CancellationToken cancellation) =>
        Effects.OfAllAsync(nodes, node => StartAsync(node, cancellation));

    private static async Task<FaultEffect> KillAsync(INode node, CancellationToken cancellation)
    {
        if (node.Life is not { IsAlive: true } life)
            return await Effects.OfDeadAsync(node, "already down", cancellation);
        await node.SendAsync(Signal.Kill, cancellation);
        await Task.WhenAny(life.Ended, Task.Delay(DeathPatience, cancellation));
        return life.IsAlive
            ? new FaultEffect(false, $"{node.Id} (pid {life.Pid}) still lives {DeathPatience.TotalSeconds} s after SIGKILL")
            : new FaultEffect(true, $"{node.Id} (pid {life.Pid}) ended with code {await life.Ended}");
    }

    /// <summary>One that we hold still cannot answer.</summary>
    private static async Task<FaultEffect> SeeUpAsync(INode node, INodeLife life, CancellationToken cancellation)
    {
        var isHealthy = !life.IsPaused && await node.IsHealthyAsync(cancellation);
        return new FaultEffect(
            life.IsPaused || isHealthy, $"{node.Id} (pid {life.Pid}) was already up, {(life.IsPaused ? "paused" : isHealthy ? "and answers" : "but does not answer")}");
    }

    private async Task<FaultEffect> StartAsync(INode node, CancellationToken cancellation)
    {
        if (node.Life is { IsAlive: true } running)
            return await SeeUpAsync(node, running, cancellation);
        try
        {
            var took = await start(node, cancellation);
            return new FaultEffect(true, $"{node.Id} (pid {node.Life?.Pid}) ready after {took.TotalMilliseconds:0} ms");
        }
        catch (ClusterException failed)
        {
            return new FaultEffect(false, failed.Message);
        }
    }
}
