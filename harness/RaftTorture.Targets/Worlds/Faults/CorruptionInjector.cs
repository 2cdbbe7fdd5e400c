using System.Collections.Concurrent;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Damages the durable data of nodes that are down, and starts them. The receipt is the file as it was read back before and after.</summary>
/// <remarks>Never a majority at a time: Raft promises nothing then.</remarks>
/// <param name="kernel">The machine.</param>
/// <param name="nodes">By their names.</param>
/// <param name="diskOf">The disk of a node.</param>
/// <param name="starter">Starts them.</param>
/// <param name="replacement">How an operator gives a node an empty disk.</param>
internal sealed class CorruptionInjector(
    IKernel kernel, IReadOnlyDictionary<string, IWorldNode> nodes, Func<Site, INodeDisk> diskOf, IStarter starter, Replacement replacement) : IInjector
{
    /// <summary>A node that refuses its data says so at once; one that is not ready later is not waited for.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    private readonly SortedSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>Of these, those on whose disk the damage may still be: a node that has not read it yet serves as if it were not there.</summary>
    private readonly ConcurrentDictionary<string, DataDamage> _lurking = new(StringComparer.Ordinal);

    public FaultKind Kind => FaultKind.Corruption;

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.Corrupt corrupt => CorruptAsync(corrupt, cancellation),
        Fault.MendData mend => MendAsync(mend.Nodes, cancellation),
        _ => throw new UnreachableException($"{fault}"),
    };

    private async Task<FaultEffect> CorruptAsync(Fault.Corrupt corrupt, CancellationToken cancellation)
    {
        var all = _damaged.Union(corrupt.Nodes).ToArray();
        if (all.Length > (nodes.Count - 1) / 2)
            return new FaultEffect(false, $"{all.Length} of {nodes.Count} nodes would have damaged data, which no cluster has to survive: nothing was done");
        _damaged.UnionWith(corrupt.Nodes);
        var dice = new Dice(corrupt.Seed);
        return await Effects.OfAllAsync(corrupt.Nodes.Select(id => nodes[id]), node =>
            TryAsync(node, () => StrikeAsync((IWorldNode)node, corrupt.Damage, (long)(dice.Fork(node.Id).Bits() >> 1), cancellation)));
    }

    private async Task<FaultEffect> StrikeAsync(IWorldNode node, DataDamage damage, long seed, CancellationToken cancellation)
    {
        if (!await node.KillAsync(cancellation))
            return new FaultEffect(false, $"{node.Id} (pid {node.Life?.Pid}) still lives after SIGKILL");
        var (isDone, words) = damage == DataDamage.Wipe ? await WipeAsync(node, cancellation) : await DamageAsync(node, damage, seed, cancellation);
        return new FaultEffect(isDone, $"{node.Id}: {words}; {await FateAsync(node, cancellation)}");
    }

    private async Task<(bool IsDone, string Words)> DamageAsync(IWorldNode node, DataDamage damage, long seed, CancellationToken cancellation)
    {
        var disk = diskOf(node.Site);
        _lurking[node.Id] = damage;
        try
        {
            var report = await kernel.AskAsync(new DamageFile(await disk.OpenAsync(cancellation), damage, seed), cancellation);
            var what = damage == DataDamage.BitFlip ? $"a bit of byte {report.Offset} is the other one" : $"{report.BytesBefore - report.BytesAfter} bytes are missing";
            return (report.HashBefore != report.HashAfter,
                $"{what} of the {report.BytesBefore} of {report.File} (sha256 {report.HashBefore} before, {report.HashAfter} after)");
        }
        finally
        {
            await disk.CloseAsync(cancellation);
        }
    }

    private async Task<(bool IsDone, string Words)> WipeAsync(IWorldNode node, CancellationToken cancellation)
    {
        var before = await CountAsync(node, cancellation);
        await diskOf(node.Site).WipeAsync(cancellation);
        _lurking.TryRemove(node.Id, out _);
        var after = await CountAsync(node, cancellation);
        return (before.Files > 0 && after.Files == 0, $"it had {before.Files} files of {before.Bytes} bytes, and has {after.Files}");
    }

    private async Task<FileCount> CountAsync(IWorldNode node, CancellationToken cancellation)
    {
        var disk = diskOf(node.Site);
        var count = await kernel.AskAsync(new CountFiles(await disk.OpenAsync(cancellation)), cancellation);
        await disk.CloseAsync(cancellation);
        return count;
    }

    /// <summary>That it refuses is what a node with checksums should do; that it serves may be as well: what it has lost it can learn again.</summary>
    private async Task<string> FateAsync(IWorldNode node, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(StartPatience);
        try
        {
            await starter.LaunchAsync(node, StartHow.Again, cancellation);
            node.Life!.IsCondemned = true; // A sound node may find the damage at any time, and end of it.
            return $"started, it serves after {(await starter.BecomeReadyAsync(node, late.Token)).TotalMilliseconds:0} ms";
        }
        catch (ClusterException refused)
        {
            return $"started, it refuses: {refused.Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"started, it does not serve within {StartPatience.TotalSeconds} s";
        }
    }

    /// <summary>One after the other: each of them may take a quorum of the others.</summary>
    private async Task<FaultEffect> MendAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        var seen = new List<FaultEffect>();
        foreach (var node in names.Select(name => nodes[name]))
        {
            var effect = await TryAsync(node, () => MendAsync(node, cancellation));
            if (effect.Confirmed)
                Forget(node);
            seen.Add(effect);
        }

        return new FaultEffect(seen.All(effect => effect.Confirmed), string.Join("; ", seen.Select(effect => effect.Evidence)));
    }

    private void Forget(IWorldNode node)
    {
        _damaged.Remove(node.Id);
        _lurking.TryRemove(node.Id, out _);
    }

    /// <summary>By itself if it can. Where damage may lurk that it has not come upon, it cannot: its disk is emptied, whether it serves or not.</summary>
    private async Task<FaultEffect> MendAsync(IWorldNode node, CancellationToken cancellation)
    {
        var itself = await replacement.HasCaughtUpAsync(node, cancellation);
        if (itself.Confirmed && node.Life is { } life)
            life.HasServed = true;
        if (!itself.Confirmed || _lurking.ContainsKey(node.Id))
            return await replacement.ReplaceAsync(node, cancellation);
        node.Life!.IsCondemned = false;
        return itself;
    }

    private static async Task<FaultEffect> TryAsync(INode node, Func<Task<FaultEffect>> actAsync)
    {
        try
        {
            return await actAsync();
        }
        catch (Exception refused) when (refused is KernelException or ClusterException)
        {
            return new FaultEffect(false, $"{node.Id}: {refused.Message}");
        }
    }
}
