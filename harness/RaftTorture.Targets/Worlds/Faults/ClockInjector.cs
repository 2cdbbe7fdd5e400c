using System.Collections.Concurrent;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults.Clocks;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Makes the clocks of nodes wrong and right. The receipt is what each node says of the time.</summary>
/// <remarks>
/// A node that is down has no clock: it gets the wrong one when it starts. One that is paused has one, and cannot tell it. Neither is seen, and
/// a fault of which nothing was seen is not confirmed.
/// </remarks>
/// <param name="lever">By what.</param>
/// <param name="nodes">All of them.</param>
/// <param name="readClockAsync">What a node says of the time, or null if it does not answer soon.</param>
/// <param name="readMonotonicAsync">What its monotonic clock says, or null if it does not tell.</param>
internal sealed class ClockInjector(
    IClockLever lever,
    IEnumerable<INode> nodes,
    Func<INode, CancellationToken, Task<DateTimeOffset?>> readClockAsync,
    Func<INode, CancellationToken, Task<TimeSpan?>> readMonotonicAsync)
    : IInjector, IFollowsLives, IAsyncDisposable
{
    private readonly Dictionary<string, INode> _nodes = nodes.ToDictionary(node => node.Id);
    private readonly ConcurrentDictionary<string, WrongClock> _inForce = [];
    private readonly Dictionary<string, ClockRange> _honest = [];
    private readonly ClockKeeper _keeper = new(lever);

    public FaultKind Kind => FaultKind.Clock;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It names a node that the cluster has not.</exception>
    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.BumpClock bump => OnEachAsync(bump.Nodes, node => SkewAsync(node, fault, cancellation)),
        Fault.StrobeClock strobe => OnEachAsync(strobe.Nodes, node => SkewAsync(node, fault, cancellation)),
        Fault.DriftClock drift => OnEachAsync(drift.Nodes, node => SkewAsync(node, fault, cancellation)),
        Fault.ResetClock reset => OnEachAsync(reset.Nodes, node => ResetAsync(node, cancellation)),
        _ => throw new UnreachableException($"{fault}"),
    };

    Task IFollowsLives.LaunchedAsync(IWorldNode node, CancellationToken cancellation) => LaunchedAsync(node, cancellation);

    /// <inheritdoc cref="IFollowsLives.LaunchedAsync"/>
    /// <exception cref="KernelException">Its clock cannot be made wrong again.</exception>
    public Task LaunchedAsync(INode node, CancellationToken cancellation) =>
        _inForce.TryGetValue(node.Id, out var wrong) && node.Life is { } life ? _keeper.KeepAsync(node.Id, life, wrong, cancellation) : Task.CompletedTask;

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    /// <summary>What was seen of each node, in their order. A node of which nothing could be seen (null) does not confirm, nor does it refute.</summary>
    private async Task<FaultEffect> OnEachAsync(IReadOnlyList<string> ids, Func<INode, Task<(bool? IsSo, string Words)>> apply)
    {
        var struck = ids.Select(id => _nodes.TryGetValue(id, out var node) ? node : throw new ArgumentException($"the cluster has no node {id}")).ToArray();
        var seen = await Task.WhenAll(struck.Select(apply));
        return new FaultEffect(
            seen.Any(each => each.IsSo is true) && seen.All(each => each.IsSo is not false),
            lever.By + string.Join("; ", struck.Zip(seen, (node, each) => $"{node.Id}: {each.Words}")));
    }

    private async Task<(bool? IsSo, string Words)> SkewAsync(INode node, Fault asked, CancellationToken cancellation)
    {
        var honest = await HonestAsync(node, cancellation);
        var fault = await TellableAsync(node, asked, cancellation);
        await _keeper.LetGoAsync(node.Id);
        var wrong = _inForce[node.Id] = new WrongClock(fault, ClockProbe.NowMs);
        if (node.Life is not { IsAlive: true } life)
            return (null, "it is down, and starts with a wrong clock");
        if (await TryAsync(life, () => lever.SkewAsync(node.Id, life, wrong, cancellation), cancellation) is { } refusal)
            return (life.IsAlive ? false : null, refusal);
        if (life.IsPaused)
            return (null, "it is paused, and does not tell its clock");
        var effect = await new ClockWitness(ProbeOf(node), honest).SeeAsync(wrong, cancellation);
        if (fault is Fault.DriftClock { IsMonotonicToo: true } drift)
            effect = Both(effect, await SeeMonotonicAsync(node, drift.Ppm, drift.Ppm, cancellation));
        var why = effect.Confirmed ? null : await lever.WhyNotFeltAsync(node.Id, life, cancellation);
        return (effect.Confirmed, effect.Evidence + (why is null ? "" : $"; {why}") + (fault == asked ? "" : $"; its monotonic clock was left alone, for {lever.WhyNotMonotonic ?? "it does not tell it"}"));
    }

    /// <summary>A fault as far as the lever goes and the node can show it: of a monotonic clock that it does not tell, no drift would ever be seen.</summary>
    private async Task<Fault> TellableAsync(INode node, Fault fault, CancellationToken cancellation) =>
        fault is Fault.DriftClock { IsMonotonicToo: true } drift
        && (lever.WhyNotMonotonic is not null || (node.IsRunning && await ClockWitness.LookAsync(MonotonicProbeOf(node), cancellation) is null))
            ? drift with { IsMonotonicToo = false }
            : fault;

    private Task<FaultEffect> SeeMonotonicAsync(INode node, int ppm, int scalePpm, CancellationToken cancellation) =>
        new ClockWitness(MonotonicProbeOf(node), default).SeeRateAsync("monotonic clock", ppm, scalePpm, cancellation);

    private static FaultEffect Both(FaultEffect one, FaultEffect other) => new(one.Confirmed && other.Confirmed, $"{one.Evidence}; {other.Evidence}");

    private async Task<(bool? IsSo, string Words)> ResetAsync(INode node, CancellationToken cancellation)
    {
        var lost = await _keeper.LetGoAsync(node.Id);
        _inForce.TryRemove(node.Id, out var wrong);
        if (node.Life is not { IsAlive: true } life)
            return (true, "it is down, and starts with the right clock");
        if (await TryAsync(life, () => lever.ResetAsync(node.Id, life, cancellation), cancellation) is { } refusal)
            return (!life.IsAlive, refusal);
        if (lost is not null)
            return (false, $"its clock was not kept wrong when it started: {lost}");
        if (life.IsPaused)
            return (false, "its clock was set right, but it is paused and does not tell it");
        var effect = await new ClockWitness(ProbeOf(node), HonestOf(node)).SeeHonestAsync(wrong, cancellation);
        if (wrong?.Fault is Fault.DriftClock { IsMonotonicToo: true } drift)
            effect = Both(effect, await SeeMonotonicAsync(node, 0, drift.Ppm, cancellation));
        return (effect.Confirmed, effect.Evidence);
    }

    /// <summary>Asks the kernel; returns why it cannot, or null.</summary>
    private static async Task<string?> TryAsync(INodeLife life, Func<Task> ask, CancellationToken cancellation)
    {
        try
        {
            await ask();
            return null;
        }
        catch (KernelException refused)
        {
            await life.IsOverAsync(cancellation);
            return refused.Message;
        }
    }

    /// <summary>What the node says while nothing is wrong with its clock: looked at again before each fault, while it can be.</summary>
    private async Task<ClockRange> HonestAsync(INode node, CancellationToken cancellation)
    {
        if (!_inForce.ContainsKey(node.Id) && node.IsRunning && await ClockWitness.LookAsync(ProbeOf(node), cancellation) is { } seen)
            Remember(node, seen);
        return HonestOf(node);
    }

    private void Remember(INode node, ClockRange seen)
    {
        lock (_honest)
            _honest[node.Id] = seen;
    }

    /// <summary>The harness's own time where the node was never asked.</summary>
    private ClockRange HonestOf(INode node)
    {
        lock (_honest)
            return _honest.GetValueOrDefault(node.Id);
    }

    private ClockProbe ProbeOf(INode node) => new(cancellation => readClockAsync(node, cancellation));

    /// <summary>Of a clock that began at whatever moment: only its rate means anything.</summary>
    private ClockProbe MonotonicProbeOf(INode node) => new(async cancellation => DateTimeOffset.UnixEpoch + await readMonotonicAsync(node, cancellation));
}
