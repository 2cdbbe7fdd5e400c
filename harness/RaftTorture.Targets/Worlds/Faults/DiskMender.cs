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
            await RelieveAsync(node, cancellation);
            if (await IsShutDownAsync(node, cancellation))
                await RemountAsync(node, cancellation);
            var life = await RaiseAsync(node, cancellation);
            return await LookAsync(node, life, cancellation);
        }
        catch (Exception refused) when (refused is KernelException or ClusterException)
        {
            return new FaultEffect(false, $"{node.Id}: {refused.Message}");
        }
    }

    /// <summary>What hangs first: whoever waits cannot even be killed.</summary>
    private async Task RelieveAsync(IWorldNode node, CancellationToken cancellation)
    {
        var path = await PathAsync(node, cancellation);
        await kernel.AskAsync(new ThawFilesystem(path), cancellation);
        await kernel.AskAsync(new QuickenDisk(path), cancellation);
        if (!await IsShutDownAsync(node, cancellation))
            await kernel.AskAsync(new FreeDisk(path), cancellation);
        await CloseAsync(node, cancellation);
    }

    private async Task<bool> IsShutDownAsync(IWorldNode node, CancellationToken cancellation)
    {
        var sight = await kernel.AskAsync(new ProbeDisk(await PathAsync(node, cancellation), ProbePatienceMs), cancellation);
        await CloseAsync(node, cancellation);
        return sight.IsFailing;
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

    private async Task<string> PathAsync(IWorldNode node, CancellationToken cancellation) =>
        node.Life is { IsAlive: true } life ? life.DataPath : await diskOf(node.Site).OpenAsync(cancellation);

    private async Task CloseAsync(IWorldNode node, CancellationToken cancellation)
    {
        if (node.Life is not { IsAlive: true })
            await diskOf(node.Site).CloseAsync(cancellation);
    }
}
