using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds;

/// <summary>What faults do around the end of a life.</summary>
internal static class NodeEnds
{
    /// <summary>What SIGKILL makes of a process.</summary>
    public const int KilledCode = 128 + 9;

    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(5);

    /// <summary>Kills the life that there is, if any, and waits for its end.</summary>
    /// <returns>False if it is still there after a while.</returns>
    public static async Task<bool> KillAsync(this INode node, CancellationToken cancellation)
    {
        if (node.Life is not { IsAlive: true } life)
            return true;
        await node.SendAsync(Signal.Kill, cancellation);
        return await life.IsOverWithinAsync(DeathPatience, cancellation);
    }

    /// <summary>Waits for the end of a life.</summary>
    public static async Task<bool> IsOverWithinAsync(this INodeLife life, TimeSpan patience, CancellationToken cancellation)
    {
        await Task.WhenAny(life.Ended, Task.Delay(patience, cancellation));
        return !life.IsAlive;
    }

    /// <summary>Starts a node that is down and waits until it is ready.</summary>
    /// <returns>How long it took until it was ready, from its launch.</returns>
    /// <exception cref="Running.Ports.ClusterException">It cannot be started, ended, or was not ready in time.</exception>
    public static async Task<TimeSpan> StartAsync(this IStarter starter, IWorldNode node, StartHow how, CancellationToken cancellation)
    {
        await starter.LaunchAsync(node, how, cancellation);
        return await starter.BecomeReadyAsync(node, cancellation);
    }
}
