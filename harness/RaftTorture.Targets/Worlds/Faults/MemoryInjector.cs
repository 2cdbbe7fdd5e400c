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
    /// <summary>What is tried on who does not feel what was asked for, percent of what it uses then.</summary>
    /// <remarks>
    /// Most of it may be heap, which cannot be taken without killing it, and version 1 refuses such a limit; and what it uses grows meanwhile: after
    /// each refusal it gets a little more.
    /// </remarks>
    private const int Tight = 97;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>How long it may be content with what it has, before it gets less.</summary>
    private static readonly TimeSpan ContentPatience = TimeSpan.FromSeconds(2);

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
        var first = await kernel.AskAsync(new LookAtMemory(life.Pid), cancellation);
        life.IsCondemned = true;
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            var effect = await LimitAsync(node, life, first, percent, cancellation);
            if (effect.IsFinal || Stopwatch.GetElapsedTime(start) > Patience)
                return new FaultEffect(effect.Confirmed, effect.Evidence);
            percent = effect.IsRefused ? Math.Max(percent, Tight) + 1 : Tight;
        }
    }

    private async Task<Squeeze> LimitAsync(IWorldNode node, IWorldLife life, MemorySight first, int percent, CancellationToken cancellation)
    {
        var before = await LookAsync(life, first, cancellation);
        var bytes = before.UsedBytes * percent / 100;
        try
        {
            await world.LimitMemoryAsync(life, bytes, cancellation);
        }
        catch (KernelException refused)
        {
            if (life.IsAlive)
                return new Squeeze(false, $"{node.Id} (pid {life.Pid}) used {Megabytes(before.UsedBytes)}; {refused.Message}", IsFinal: false, IsRefused: true);
        }

        return await EffectAsync(node, life, before with { OomKills = first.OomKills }, bytes, cancellation);
    }

    private async Task<Squeeze> EffectAsync(IWorldNode node, IWorldLife life, MemorySight before, long bytes, CancellationToken cancellation)
    {
        var (start, seen, pressure) = (Stopwatch.GetTimestamp(), before, new MemoryPressure(before));
        do
        {
            await StirAsync(node, cancellation);
            seen = await LookAsync(life, seen, cancellation);
            pressure.See(seen);
        }
        while (life.IsAlive && pressure.Felt is null && Stopwatch.GetElapsedTime(start) < ContentPatience);

        var isAlive = life.IsAlive;
        if (!isAlive)
            seen = await LookAsync(life, seen, cancellation); // It may have died after the last look.
        var isLimited = seen.LimitBytes <= bytes + Environment.SystemPageSize;
        var words = $"{node.Id} (pid {life.Pid}) used {Megabytes(before.UsedBytes)}; the kernel says limit {Megabytes(seen.LimitBytes)}, used {Megabytes(seen.UsedBytes)}";
        return isAlive
            ? new Squeeze(isLimited && pressure.Felt is not null, $"{words}, {pressure.Felt ?? "which it did not feel"}", IsFinal: !isLimited || pressure.Felt is not null)
            : await EndOfAsync(life, before, seen, words);
    }

    /// <summary>Who ended of SIGKILL under its limit ended of it, for no other fault strikes meanwhile. The kernel's own word is better, where it is had.</summary>
    private static async Task<Squeeze> EndOfAsync(IWorldLife life, MemorySight before, MemorySight seen, string words)
    {
        var code = await life.Ended;
        var isSeen = seen.OomKills > before.OomKills || life.RanOutOfMemory == true;
        return new Squeeze(
            isSeen || (seen.LimitBytes is not null && code == 137),
            $"{words}; it ended with code {code}{(isSeen ? ", killed for want of memory as the kernel says" : "")}", IsFinal: true);
    }

    /// <summary>A node that has nothing to do wants nothing: it is asked something, whatever it says.</summary>
    private static async Task StirAsync(IWorldNode node, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(PollInterval);
        try
        {
            while (node.Life is { IsAlive: true } && await node.Api.StatusAsync(over.Token) is not null)
            {
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }

        await Task.Delay(PollInterval, cancellation);
    }

    /// <summary>Of who dies in this moment its group still tells; where that is gone too, what was seen last.</summary>
    private async Task<MemorySight> LookAsync(IWorldLife life, MemorySight last, CancellationToken cancellation) =>
        (life.IsAlive ? await TryAsync(new LookAtMemory(life.Pid), cancellation) : null) ?? await TryAsync(new LookAtMemoryGroup(last.Group), cancellation) ?? last;

    private async Task<MemorySight?> TryAsync(KernelRequest<MemorySight> look, CancellationToken cancellation)
    {
        try
        {
            return await kernel.AskAsync(look, cancellation);
        }
        catch (KernelException)
        {
            return null;
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
