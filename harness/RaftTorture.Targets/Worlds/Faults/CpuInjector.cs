using System.Collections.Concurrent;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Systems;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Gives nodes a part of a processor only, from their start if need be, and lets them have it all again.</summary>
/// <remarks>
/// The receipt: the processor time that the kernel counted, how often the process was found stopped, and how much later it answers. One that
/// never runs is paused, and not what was asked for.
/// </remarks>
internal sealed class CpuInjector(IKernel kernel, IReadOnlyDictionary<string, IWorldNode> nodes, ISystem system, IStarter starter) : IInjector, IFollowsLives
{
    private const int WindowMs = 1_000;
    private const int Beats = 40;
    private const int BeatsBefore = 10;

    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _starved = new();

    public FaultKind Kind => FaultKind.Cpu;

    public static Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation) => kernel.AskAsync(new TryStopping(), cancellation);

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.StarveCpu { FromStart: true } slow => ToAll(slow.Nodes, node => StartSlowlyAsync(node, slow.Percent, cancellation)),
        Fault.StarveCpu starve => StarveAllAsync(starve, cancellation),
        Fault.ReleaseCpu release => ToAll(release.Nodes, node => ReleaseAsync(node, cancellation)),
        _ => throw new UnreachableException($"{fault}"),
    };

    /// <summary>A node that dies meanwhile has no more of a processor in its next life.</summary>
    public async Task LaunchedAsync(IWorldNode node, CancellationToken cancellation)
    {
        if (_starved.TryGetValue(node.Id, out var percent) && node.Life is { } life)
            await kernel.AskAsync(new Starve(life.Pid, percent), cancellation);
    }

    private Task<FaultEffect> ToAll(IEnumerable<string> names, Func<IWorldNode, Task<FaultEffect>> apply) =>
        Effects.OfAllAsync(names.Select(name => nodes[name]).ToArray(), apply);

    /// <summary>All are looked at before any is starved: one whose answer waits for a starved one would seem to be slow already.</summary>
    private async Task<FaultEffect> StarveAllAsync(Fault.StarveCpu starve, CancellationToken cancellation)
    {
        var before = await Task.WhenAll(starve.Nodes.Select(name => PulseAsync(nodes[name], BeatsBefore, cancellation)));
        var pulses = starve.Nodes.Zip(before).ToDictionary(each => each.First, each => each.Second);
        return await ToAll(starve.Nodes, node => StarveAsync(node, starve.Percent, pulses[node.Id], cancellation));
    }

    private async Task<FaultEffect> StarveAsync(IWorldNode node, int percent, Pulse before, CancellationToken cancellation)
    {
        if (node.Life is not { IsAlive: true } life)
            return new FaultEffect(false, $"{node.Id} is down: nobody is starved");
        _starved[node.Id] = percent;
        await kernel.AskAsync(new Starve(life.Pid, percent), cancellation);
        var watching = kernel.AskAsync(new WatchProcess(life.Pid, WindowMs), cancellation);
        var during = await PulseAsync(node, Beats, cancellation);
        var watch = await watching;
        return new FaultEffect(
            Starvation.IsSeen(watch, percent) && Starvation.IsFelt(before, during, percent),
            $"{node.Id} (pid {life.Pid}) {Starvation.Words(watch)}; {during}; before in {before.LowerQuartileMs:0.0} ms");
    }

    private async Task<FaultEffect> StartSlowlyAsync(IWorldNode node, int percent, CancellationToken cancellation)
    {
        if (await KillInjector.KillAsync([node], cancellation) is { Confirmed: false } survived)
            return survived;
        _starved[node.Id] = percent;
        await starter.LaunchAsync(node, StartHow.Again, cancellation);
        var life = node.Life ?? throw new UnreachableException();
        await kernel.AskAsync(new Starve(life.Pid, percent), cancellation);
        var watching = kernel.AskAsync(new WatchProcess(life.Pid, WindowMs), cancellation);
        var ready = await ReadyAsync(node, cancellation);
        var watch = await watching;
        return new FaultEffect(Starvation.IsSeen(watch, percent), $"{node.Id} (pid {life.Pid}) {Starvation.Words(watch)} as it starts; {ready}");
    }

    /// <summary>So little of a processor may not be enough to start within the patience of a start: that is the fault, not its failure.</summary>
    private async Task<string> ReadyAsync(IWorldNode node, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await starter.BecomeReadyAsync(node, cancellation);
            return $"ready after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms";
        }
        catch (ClusterException late) when (node.Life is { IsAlive: true })
        {
            return $"not ready after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms: {late.Message}";
        }
    }

    private async Task<FaultEffect> ReleaseAsync(IWorldNode node, CancellationToken cancellation)
    {
        _starved.TryRemove(node.Id, out _);
        if (node.Life is not { IsAlive: true } life)
            return await StartAgainAsync(node, cancellation);
        await kernel.AskAsync(new Feed(life.Pid), cancellation);
        var hadServed = life.HasServed;
        var seen = await RunsFreelyAsync(node, life, cancellation);
        if (seen.Confirmed && !hadServed)
            await starter.BecomeReadyAsync(node, cancellation);
        return seen;
    }

    private async Task<FaultEffect> StartAgainAsync(IWorldNode node, CancellationToken cancellation)
    {
        await starter.LaunchAsync(node, StartHow.Again, cancellation);
        var took = await starter.BecomeReadyAsync(node, cancellation);
        return new FaultEffect(true, $"{node.Id} was down; started with all of a processor, ready after {took.TotalMilliseconds:0} ms");
    }

    private async Task<FaultEffect> RunsFreelyAsync(IWorldNode node, IWorldLife life, CancellationToken cancellation)
    {
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            var watching = kernel.AskAsync(new WatchProcess(life.Pid, WindowMs / 3), cancellation);
            var pulse = await PulseAsync(node, BeatsBefore, cancellation);
            var watch = await watching;
            var isFree = watch.Stopped == 0 && (pulse.Unanswered == 0 || !life.HasServed);
            if (isFree || Stopwatch.GetElapsedTime(start) > ReleasePatience)
                return new FaultEffect(isFree, $"{node.Id} (pid {life.Pid}) {Starvation.Words(watch)}; {pulse}");
        }
    }

    /// <summary>One that answers serves, however late: should it end later, it was not its start that failed.</summary>
    private async Task<Pulse> PulseAsync(IWorldNode node, int beats, CancellationToken cancellation)
    {
        var life = node.Life;
        var pulse = await Pulse.TakeAsync(beats, ask => system.IsReadyAsync(node.Site, ask), cancellation);
        life?.HasServed |= pulse.Unanswered < pulse.AnswersMs.Count;
        return pulse;
    }
}
