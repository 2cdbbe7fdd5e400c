using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Memory;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Takes away the memory that a node does not use yet, and gives it back.</summary>
/// <remarks>
/// The receipt: the limit as the kernel tells it, and that it was felt: the node wanted more and was refused, or was killed for it.
/// A sound node may die of it, so that its death is no finding until the limit is lifted.
/// </remarks>
internal sealed class MemoryInjector(IKernel kernel, IWorld world, IReadOnlyDictionary<string, IWorldNode> nodes, IStarter starter) : IInjector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public FaultKind Kind => FaultKind.Memory;

    public static Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation) => kernel.AskAsync(new TryLimitingMemory(), cancellation);

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.SqueezeMemory squeeze => ToAll(squeeze.Nodes, node => SqueezeAsync(node, squeeze.Percent, cancellation)),
        Fault.ReleaseMemory release => ToAll(release.Nodes, node => ReleaseAsync(node, cancellation)),
        _ => throw new UnreachableException($"{fault}"),
    };

    private Task<FaultEffect> ToAll(IEnumerable<string> names, Func<IWorldNode, Task<FaultEffect>> apply) =>
        Effects.OfAllAsync(names.Select(name => nodes[name]).ToArray(), apply);

    private async Task<FaultEffect> SqueezeAsync(IWorldNode node, int percent, CancellationToken cancellation)
    {
        if (node.Life is not { IsAlive: true } life)
            return new FaultEffect(false, $"{node.Id} is down: it has no memory to lose");
        var before = await kernel.AskAsync(new LookAtMemory(life.Pid), cancellation);
        life.IsCondemned = true;
        var first = await LimitAsync(node, life, before, before.UsedBytes * percent / 100, cancellation);
        if (first.Confirmed || !life.IsAlive)
            return first;
        // It was content with what it had for a while: then it may have just that.
        var now = await kernel.AskAsync(new LookAtMemory(life.Pid), cancellation);
        return now.LimitBytes is null ? first : await LimitAsync(node, life, before, now.UsedBytes, cancellation);
    }

    private async Task<FaultEffect> LimitAsync(IWorldNode node, IWorldLife life, MemorySight before, long bytes, CancellationToken cancellation)
    {
        await world.LimitMemoryAsync(life, bytes, cancellation);
        var (start, seen) = (Stopwatch.GetTimestamp(), await LookAsync(life, before, cancellation));
        while (life.IsAlive && Stopwatch.GetElapsedTime(start) < Patience)
        {
            seen = await LookAsync(life, seen, cancellation);
            if (seen.LimitBytes is not null && seen.Hits > before.Hits)
                break;
            await Task.Delay(PollInterval, cancellation);
        }

        return await EffectAsync(node, life, before, await LookAsync(life, seen, cancellation), bytes);
    }

    private static async Task<FaultEffect> EffectAsync(IWorldNode node, IWorldLife life, MemorySight before, MemorySight seen, long bytes)
    {
        var words = $"{node.Id} (pid {life.Pid}) used {Megabytes(before.UsedBytes)}; the kernel says limit {Megabytes(seen.LimitBytes)}, "
            + $"used {Megabytes(seen.UsedBytes)}, refused {seen.Hits - before.Hits} times";
        var isLimited = seen.LimitBytes <= bytes + Environment.SystemPageSize;
        if (!life.IsAlive)
            return new FaultEffect(isLimited && await life.Ended == 137, $"{words}; it was killed for it, code {await life.Ended}");
        return new FaultEffect(isLimited && seen.Hits > before.Hits, words);
    }

    /// <summary>Of who died in this moment its group may still tell; where that is gone too, what was seen last.</summary>
    private async Task<MemorySight> LookAsync(IWorldLife life, MemorySight last, CancellationToken cancellation)
    {
        try
        {
            return life.IsAlive
                ? await kernel.AskAsync(new LookAtMemory(life.Pid), cancellation)
                : await kernel.AskAsync(new LookAtMemoryGroup(last.Group), cancellation);
        }
        catch (KernelException)
        {
            return last;
        }
    }

    private async Task<FaultEffect> ReleaseAsync(IWorldNode node, CancellationToken cancellation)
    {
        var words = "";
        if (node.Life is { } squeezed)
            await LiftAsync(squeezed, cancellation);
        if (node.Life is not { IsAlive: true })
            words = $" was down (ended with code {(node.Life is { } dead ? await dead.Ended : 0)}), ready again after {await StartAsync(node, cancellation):0} ms,";
        var life = node.Life ?? throw new UnreachableException();
        life.IsCondemned = false;
        var seen = await kernel.AskAsync(new LookAtMemory(life.Pid), cancellation);
        return new FaultEffect(seen.LimitBytes is null, $"{node.Id} (pid {life.Pid}){words} uses {Megabytes(seen.UsedBytes)}; the kernel says limit {Megabytes(seen.LimitBytes)}");
    }

    /// <summary>In some worlds the limit dies with the process, in others it waits for the next.</summary>
    private async Task LiftAsync(IWorldLife life, CancellationToken cancellation)
    {
        try
        {
            await world.LimitMemoryAsync(life, null, cancellation);
        }
        catch (KernelException) when (!life.IsAlive)
        {
            // Gone with it: what the kernel says of the next life tells.
        }
    }

    private async Task<double> StartAsync(IWorldNode node, CancellationToken cancellation)
    {
        await starter.LaunchAsync(node, StartHow.Again, cancellation);
        return (await starter.BecomeReadyAsync(node, cancellation)).TotalMilliseconds;
    }

    private static string Megabytes(long? bytes) => bytes is { } known ? $"{known / 1048576.0:0.0} MiB" : "none";
}
