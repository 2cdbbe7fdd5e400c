using RaftTorture.Running.Ports;
using RaftTorture.Targets.Faults;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Kills a node and starts it, again and again, ready or not. The receipt is a process id for every life, and that the last one serves.</summary>
internal sealed class RestartStorms(IStarter starter)
{
    public async Task<FaultEffect> BlowAsync(IWorldNode node, int times, int gapMs, CancellationToken cancellation)
    {
        var pids = new List<int>();
        if (node.Life is { IsAlive: true } first)
            pids.Add(first.Pid);
        for (var n = 0; n < times; n++)
        {
            if (await KillInjector.KillAsync([node], cancellation) is { Confirmed: false } survived)
                return survived;
            pids.Add(await LaunchAsync(node, cancellation));
            if (n < times - 1)
                await Task.Delay(gapMs, cancellation);
        }

        var took = await starter.BecomeReadyAsync(node, cancellation);
        var isSeen = times > 0 && pids.Distinct().Count() == pids.Count && pids.Count >= times;
        return new FaultEffect(isSeen, $"{node.Id} lived as {string.Join(", ", pids)}, killed {times} times; ready {took.TotalMilliseconds:0} ms after the last start");
    }

    private async Task<int> LaunchAsync(IWorldNode node, CancellationToken cancellation)
    {
        await starter.LaunchAsync(node, StartHow.Again, cancellation);
        return node.Life?.Pid ?? throw new ClusterException($"{node.Id} was started and has no process");
    }
}
