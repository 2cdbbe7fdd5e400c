using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Memory;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Takes away the memory that a node does not use yet, or some that it does, and gives it back.</summary>
/// <remarks>
/// The receipt: the limit as the kernel tells it, and that it was felt (<see cref="MemoryPressure"/>), or that the node was killed for it.
/// A sound node may die of it, so that its death is no finding until the limit is lifted.
/// </remarks>
internal sealed class MemoryInjector(IKernel kernel, IWorld world, IReadOnlyDictionary<string, IWorldNode> nodes, IStarter starter) : IInjector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// What is tried in turn on who does not feel the limit that was asked for, percent of what it uses: most of it may be heap, which nobody can
    /// take from it without killing it, and version 1 refuses such a limit.
    /// </summary>
    private static readonly int[] Tighter = [95, 97, 98, 99, 100];

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
        var effect = await LimitAsync(node, life, before, percent, cancellation);
        foreach (var less in Tighter)
        {
            if (effect.IsFinal)
                break;
            // It was content with that for a while, or the kernel cannot take so much from it: then some of what it has now.
            var now = effect.IsRefused ? before : await LookAsync(life, before, cancellation);
            (before, effect) = (now, await LimitAsync(node, life, now, less, cancellation));
        }

        return new FaultEffect(effect.Confirmed, effect.Evidence);
    }

    private async Task<Squeeze> LimitAsync(IWorldNode node, IWorldLife life, MemorySight before, int percent, CancellationToken cancellation)
    {
        var bytes = before.UsedBytes * percent / 100;
        try
        {
            await world.LimitMemoryAsync(life, bytes, cancellation);
        }
        catch (KernelException refused) when (life.IsAlive)
        {
            return new Squeeze(false, $"{node.Id} (pid {life.Pid}) used {Megabytes(before.UsedBytes)}; {refused.Message}", IsFinal: false, IsRefused: true);
        }

        return await EffectAsync(node, life, before, bytes, cancellation);
    }

    private async Task<Squeeze> EffectAsync(IWorldNode node, IWorldLife life, MemorySight before, long bytes, CancellationToken cancellation)
    {
        var (start, seen, pressure) = (Stopwatch.GetTimestamp(), before, new MemoryPressure(before));
        do
        {
            seen = await LookAsync(life, seen, cancellation);
            pressure.See(seen);
            if (pressure.Felt is null)
                await Task.Delay(PollInterval, cancellation);
        }
        while (life.IsAlive && pressure.Felt is null && Stopwatch.GetElapsedTime(start) < Patience);

        var isLimited = seen.LimitBytes <= bytes + Environment.SystemPageSize;
        var words = $"{node.Id} (pid {life.Pid}) used {Megabytes(before.UsedBytes)}; the kernel says limit {Megabytes(seen.LimitBytes)}, used {Megabytes(seen.UsedBytes)}";
        return life.IsAlive
            ? new Squeeze(isLimited && pressure.Felt is not null, $"{words}, {pressure.Felt ?? "which it did not feel"}", IsFinal: !isLimited || pressure.Felt is not null)
            : await EndOfAsync(life, before, seen, isLimited, words);
    }

    /// <summary>Who ended of SIGKILL under its limit ended of it, for no other fault strikes meanwhile. The kernel's own word is better, where it is had.</summary>
    private static async Task<Squeeze> EndOfAsync(IWorldLife life, MemorySight before, MemorySight seen, bool isLimited, string words)
    {
        var code = await life.Ended;
        var isSeen = seen.OomKills > before.OomKills || life.RanOutOfMemory == true;
        return new Squeeze(
            isSeen || (isLimited && code == 137),
            $"{words}; it ended with code {code}{(isSeen ? ", killed for want of memory as the kernel says" : "")}", IsFinal: true);
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

    /// <param name="IsFinal">No tighter limit need be tried: it was felt, or the node is dead, or no limit is in force for all that was done.</param>
    /// <param name="IsRefused">The kernel did not set the limit.</param>
    private readonly record struct Squeeze(bool Confirmed, string Evidence, bool IsFinal, bool IsRefused = false);

    private static string Megabytes(long? bytes) => bytes is { } known ? $"{known / 1048576.0:0.0} MiB" : "none";
}
