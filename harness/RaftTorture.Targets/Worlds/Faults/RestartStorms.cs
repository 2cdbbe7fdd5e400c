using RaftTorture.Running.Ports;
using RaftTorture.Targets.Faults;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Kills a node and starts it, again and again, ready or not. The receipt is a process id for every life, and that the last one serves.</summary>
/// <remarks>A life that ended otherwise than by the kill was not ended by the storm: the storm goes on, but is not confirmed.</remarks>
internal sealed class RestartStorms(IStarter starter)
{
    public async Task<FaultEffect> BlowAsync(IWorldNode node, int times, int gapMs, CancellationToken cancellation)
    {
        var pids = new List<int>();
        if (node.Life is { IsAlive: true } first)
            pids.Add(first.Pid);
        var strange = new List<string>();
        for (var n = 0; n < times; n++)
        {
            var life = node.Life;
            var wasDown = life is not { IsAlive: true };
            if (await KillInjector.KillAsync([node], cancellation) is { Confirmed: false } survived)
                return survived;
            if (life is not null && await life.Ended is var code && (wasDown || code != NodeEnds.KilledCode))
                strange.Add($"; pid {life.Pid} ended with code {code}, and not by the kill");
            pids.Add(await LaunchAsync(node, cancellation));
            if (n < times - 1)
                await Task.Delay(gapMs, cancellation);
        }

        var took = await starter.BecomeReadyAsync(node, cancellation);
        var isSeen = times > 0 && pids.Distinct().Count() == pids.Count && pids.Count >= times && strange.Count == 0;
        return new FaultEffect(isSeen, $"{node.Id} lived as {string.Join(", ", pids)}, killed {times - strange.Count} times; ready {took.TotalMilliseconds:0} ms after the last start{string.Concat(strange)}");
    }

    private async Task<int> LaunchAsync(IWorldNode node, CancellationToken cancellation)
    {
        await starter.LaunchAsync(node, StartHow.Again, cancellation);
        return node.Life?.Pid ?? throw new ClusterException($"{node.Id} was started and has no process");
    }
}
