using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Restarts one node after the other, from another version if need be; the next only when the one before serves.</summary>
/// <remarks>The receipt: a new process for each, and the program that it runs, read from what the kernel has loaded.</remarks>
internal sealed class RollingRestarts(IKernel kernel, IStarter starter)
{
    /// <summary>A node that watches its parent heeds no SIGTERM, so that this is often waited in full.</summary>
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _other = new(StringComparer.Ordinal);

    public async Task<FaultEffect> RollAsync(IReadOnlyList<IWorldNode> nodes, NodeVersion version, CancellationToken cancellation)
    {
        var seen = new List<FaultEffect>();
        foreach (var node in nodes)
        {
            seen.Add(await RestartAsync(node, version, cancellation));
            if (!seen[^1].Confirmed)
                break; // Whoever upgrades stops at the first that does not come back.
        }

        return new FaultEffect(
            seen.Count > 0 && seen.Count == nodes.Count && seen[^1].Confirmed,
            seen.Count > 0 ? string.Join("; ", seen.Select(each => each.Evidence)) : "no node was named");
    }

    private async Task<FaultEffect> RestartAsync(IWorldNode node, NodeVersion version, CancellationToken cancellation)
    {
        if (node.Life is not { IsAlive: true } before)
            return new FaultEffect(false, $"{node.Id} is down, so that it cannot be restarted");
        var old = await kernel.AskAsync(new ReadProgram(before.Pid), cancellation);
        if (await EndAsync(node, before, cancellation) is not { } end)
            return new FaultEffect(false, $"{node.Id} (pid {before.Pid}) still lives after SIGTERM and SIGKILL");
        var mustDiffer = IsChange(node, version);
        await starter.LaunchAsync(node, new StartHow(IsOtherVersion: version switch
        {
            NodeVersion.Other => true,
            NodeVersion.First => false,
            _ => null,
        }), cancellation);
        var took = await starter.BecomeReadyAsync(node, cancellation);
        var life = node.Life ?? throw new UnreachableException();
        var now = await kernel.AskAsync(new ReadProgram(life.Pid), cancellation);
        return new FaultEffect(
            life.Pid != before.Pid && (!mustDiffer || now != old),
            $"{node.Id} (pid {before.Pid}, {old}) {end}; pid {life.Pid} runs {now}{Words(version, mustDiffer, now == old)}, ready after {took.TotalMilliseconds:0} ms");
    }

    /// <returns>How it ended, or null if it did not.</returns>
    private static async Task<string?> EndAsync(IWorldNode node, IWorldLife life, CancellationToken cancellation)
    {
        life.IsCondemned = true;
        await node.SendAsync(Signal.Terminate, cancellation);
        await Task.WhenAny(life.Ended, Task.Delay(GoodbyePatience, cancellation));
        if (!life.IsAlive)
            return $"ended with code {await life.Ended} at SIGTERM";
        return await KillInjector.KillAsync([node], cancellation) is { Confirmed: true } ? "heeded no SIGTERM and was killed" : null;
    }

    /// <summary>An upgrade of who was upgraded before is a restart: whoever reads of it shall not take it for more.</summary>
    private static string Words(NodeVersion version, bool mustDiffer, bool isSame) => (mustDiffer, isSame) switch
    {
        (true, true) => ", which is the same",
        (false, true) when version != NodeVersion.Same => ", which it ran already",
        _ => "",
    };

    /// <summary>Whether the node must run another program than before.</summary>
    private bool IsChange(IWorldNode node, NodeVersion version) => version switch
    {
        NodeVersion.Other => _other.Add(node.Id),
        NodeVersion.First => _other.Remove(node.Id),
        NodeVersion.Same => false,
        _ => throw new UnreachableException($"{version}"),
    };
}
