using RaftTorture.Running.Ports;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Makes the disk of a node sound again, whatever was wrong with it, and starts the node if it gave up.</summary>
internal sealed class DiskMender(IKernel kernel, Func<Site, INodeDisk> diskOf, IStarter starter)
{
    private const int ProbePatienceMs = 2000;

    /// <summary>A disk that was slow is believed after so many blocks that it took at once.</summary>
    private const int SoundProbes = 3;

    /// <summary>Longer than a sound disk takes on a busy machine.</summary>
    private const double SoundMs = 1000;

    public async Task<FaultEffect> MendAsync(IWorldNode node, CancellationToken cancellation)
    {
        try
        {
            if (!await IsRelievedAsync(node, cancellation))
                await RemountAsync(node, cancellation);
            var life = await RaiseAsync(node, cancellation);
            return await LookAsync(node, life, cancellation);
        }
        catch (Exception refused) when (refused is KernelException or ClusterException)
        {
            return new FaultEffect(false, $"{node.Id}: {refused.Message}");
        }
    }

    /// <summary>Mends what can be mended under the node: not a filesystem that has failed. What hangs first, for whoever waits cannot even be killed.</summary>
    private async Task<bool> IsRelievedAsync(IWorldNode node, CancellationToken cancellation)
    {
        var path = await diskOf(node.Site).OpenAsync(cancellation);
        try
        {
            await kernel.AskAsync(new ThawFilesystem(path), cancellation);
            await kernel.AskAsync(new QuickenDisk(path), cancellation);
            if ((await kernel.AskAsync(new ProbeDisk(path, ProbePatienceMs), cancellation)).IsFailing)
                return false;
            await kernel.AskAsync(new FreeDisk(path), cancellation);
            return true;
        }
        finally
        {
            await diskOf(node.Site).CloseAsync(cancellation);
        }
    }

    /// <summary>A filesystem that has failed works again when it is mounted anew: for that the node must let go of it.</summary>
    private async Task RemountAsync(IWorldNode node, CancellationToken cancellation)
    {
        if (!await node.KillAsync(cancellation))
            throw new KernelException($"pid {node.Life?.Pid} still lives after SIGKILL");
        await diskOf(node.Site).ReleaseAsync(cancellation);
    }

    private async Task<IWorldLife> RaiseAsync(IWorldNode node, CancellationToken cancellation)
    {
        if (node.Life is { IsAlive: true })
            await starter.BecomeReadyAsync(node, cancellation);
        else
            await starter.StartAsync(node, StartHow.Again, cancellation);
        return node.Life!;
    }

    private async Task<FaultEffect> LookAsync(IWorldNode node, IWorldLife life, CancellationToken cancellation)
    {
        var slowestMs = 0.0;
        for (var probe = 0; probe < SoundProbes; probe++)
        {
            var sight = await kernel.AskAsync(new ProbeDisk(life.DataPath, ProbePatienceMs), cancellation);
            if (sight.LatencyMs is not { } latencyMs || latencyMs > SoundMs)
                return new FaultEffect(false, $"{node.Id}: its disk is not sound yet: {DiskBreaker.WordsOf(sight)}");
            slowestMs = Math.Max(slowestMs, latencyMs);
        }

        life.IsCondemned = false; // If it dies from now on, it dies of something else.
        return new FaultEffect(true, $"{node.Id} (pid {life.Pid}) is ready; {SoundProbes} blocks took at most {slowestMs:0.0} ms each to its disk");
    }
}
