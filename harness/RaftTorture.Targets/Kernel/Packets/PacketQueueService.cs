using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios;
using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>The daemon of this run and the rules that fill its queue: together or not at all.</summary>
internal sealed class PacketQueueService : IAsyncDisposable
{
    /// <summary>Of the namespace of the calling thread, which is why it is not read on another.</summary>
    private const string Readers = "/proc/thread-self/net/netfilter/nfnetlink_queue";

    /// <summary>Others change rules too, and the older kind of the program lets one at a time: without it they would be refused at once.</summary>
    private const string LockPatienceSeconds = "5";

    private readonly OwnKernel _programs = new();
    private readonly SemaphoreSlim _gate = new(1);
    private PacketDaemon? _daemon;

    /// <summary>Shapes these directions and no other. What is held until now goes on at once.</summary>
    /// <returns>How long it took, milliseconds.</returns>
    /// <exception cref="KernelException">It was refused: then nothing is shaped.</exception>
    public async Task<double> ShapeAsync(ImmutableArray<ShapedPair> pairs, long seed, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var start = Stopwatch.GetTimestamp();
            await EndAsync();
            if (!pairs.IsEmpty)
                await BeginAsync(pairs, new Dice(seed), cancellation);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What was done to packets since they were last shaped.</summary>
    public PacketCounts Counts => _daemon?.Counts ?? PacketCounts.None;

    /// <summary>Removes the rules of daemons that died without their farewell.</summary>
    /// <returns>How many chains of rules there were.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var rules = await _programs.DemandAsync("iptables", ["-t", "raw", "-S"], null, cancellation);
        var orphans = QueueRules.OrphansIn(rules, File.Exists(Readers) ? File.ReadAllText(Readers) : "");
        foreach (var queue in orphans)
            await RestoreAsync(QueueRules.Remove(queue), cancellation);
        return orphans.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        await EndAsync();
    }

    private async Task BeginAsync(ImmutableArray<ShapedPair> pairs, Dice dice, CancellationToken cancellation)
    {
        if (BridgeFilter.WhyBlind() is { } why)
            throw new KernelException(why);
        var daemon = new PacketDaemon(pairs, dice);
        try
        {
            await RestoreAsync(QueueRules.Add(daemon.Queue, pairs.Select(each => each.Pair)), cancellation);
            _daemon = daemon;
        }
        catch
        {
            daemon.Dispose();
            throw;
        }
    }

    /// <summary>First the rules, so that nothing comes any more, then the daemon.</summary>
    private async Task EndAsync()
    {
        if (_daemon is not { } daemon)
            return;
        try
        {
            await RestoreAsync(QueueRules.Remove(daemon.Queue), CancellationToken.None);
        }
        finally
        {
            _daemon = null;
            daemon.Dispose();
        }
    }

    private Task<string> RestoreAsync(string rules, CancellationToken cancellation) =>
        _programs.DemandAsync("iptables-restore", ["-w", LockPatienceSeconds, "--noflush"], rules, cancellation);
}
