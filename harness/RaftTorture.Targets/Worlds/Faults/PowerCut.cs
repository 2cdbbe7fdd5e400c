using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>The power cut of one node, step by step. One that fails leaves out the rest of what is broken, but the node dies and its disk is released.</summary>
internal sealed class PowerCut(IKernel kernel, IWorldNode node, INodeDisk disk, PowerTail tail)
{
    private const int WitnessBytes = 4096;

    private readonly long _start = Stopwatch.GetTimestamp();
    private string? _problem = disk.IsOwnFilesystem ? null : "its data are on no filesystem of their own, which could lose power";
    private string _path = "";
    private WitnessSight? _placed;

    /// <summary>From now on the node neither writes nor speaks.</summary>
    public Task StopAsync(CancellationToken cancellation) => TryAsync(async () =>
    {
        await node.SendAsync(Signal.Stop, cancellation);
        _path = node.Life is { IsAlive: true } life ? life.DataPath : await disk.OpenAsync(cancellation);
    });

    public Task PlaceWitnessAsync(CancellationToken cancellation) => TryAsync(async () =>
        _placed = await kernel.AskAsync(new PlaceWitness(_path, WitnessBytes), cancellation));

    public Task ShutDownAsync(CancellationToken cancellation) => TryAsync(() =>
        kernel.AskAsync(new ShutDownFilesystem(_path, KeepsJournal: tail == PowerTail.Torn), cancellation));

    /// <summary>The node is dead, and the journal of its disk replayed: what it finds when it starts is what there is now.</summary>
    public async Task<FaultEffect> EndAsync(CancellationToken cancellation)
    {
        await TryAsync(() => DieAsync(cancellation), evenIfInTrouble: true);
        await TryAsync(() => disk.ReleaseAsync(cancellation), evenIfInTrouble: true);
        WitnessSight? left = null;
        await TryAsync(async () => left = await kernel.AskAsync(new ReadWitness(await disk.OpenAsync(cancellation)), cancellation));
        var cycleMs = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
        await TryAsync(() => disk.CloseAsync(cancellation), evenIfInTrouble: true);
        return _problem is null && _placed is not null && left is not null
            ? Compare(_placed, left, cycleMs)
            : new FaultEffect(false, $"{node.Id}: power was not cut: {_problem}");
    }

    private FaultEffect Compare(WitnessSight placed, WitnessSight left, double cycleMs)
    {
        if (left.Flushed != placed.Flushed)
            return new FaultEffect(false, $"{node.Id}: {WitnessBytes} flushed bytes of the witness are gone: its disk loses more than power");
        if (left.Unflushed == placed.Unflushed)
            return new FaultEffect(false, $"{node.Id}: {WitnessBytes} unflushed bytes of the witness are still there: power was not cut");
        var rest = left.Unflushed is null ? "" : $" (a file of {left.UnflushedBytes} bytes is left, without them)";
        return new FaultEffect(
            true, $"{node.Id} lost {WitnessBytes} unflushed bytes of the witness{rest}, kept {WitnessBytes} flushed; cycle {cycleMs:0} ms without the node's start")
        {
            TookMs = cycleMs,
        };
    }

    private async Task DieAsync(CancellationToken cancellation)
    {
        if (!await node.KillAsync(cancellation))
            throw new KernelException($"pid {node.Life?.Pid} still lives after SIGKILL");
    }

    private async Task TryAsync(Func<Task> stepAsync, bool evenIfInTrouble = false)
    {
        if (_problem is not null && !evenIfInTrouble)
            return;
        try
        {
            await stepAsync();
        }
        catch (Exception refused) when (refused is KernelException or ClusterException)
        {
            _problem ??= refused.Message;
        }
    }
}
