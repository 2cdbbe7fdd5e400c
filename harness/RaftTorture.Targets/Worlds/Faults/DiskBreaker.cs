using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Breaks the disk of one node, and looks at it.</summary>
/// <remarks>The disk is opened for that and stays open until it is mended: a node that dies of it takes its own view of the disk with it.</remarks>
internal sealed class DiskBreaker(IKernel kernel, Func<Site, INodeDisk> diskOf)
{
    private const int ProbePatienceMs = 2000;

    /// <summary>A disk that takes longer for a block than this hangs, and than so many times the worst that it took when it was sound.</summary>
    private const int HangPatienceMs = 400;
    private const int HangPatienceFactor = 8;

    /// <summary>A busy machine writes one block soon and the next one late: what a sound disk is like takes some.</summary>
    private const int SoundProbes = 5;

    /// <summary>A slow disk is fast in between, and a sound one slow now and then: it is slow if so many of so many blocks waited.</summary>
    private const int SlowProbes = 6;
    private const int SlowOfThem = 3;

    private static readonly TimeSpan EndPatience = TimeSpan.FromMilliseconds(300);

    /// <exception cref="KernelException">It cannot be broken.</exception>
    public async Task<FaultEffect> BreakAsync(IWorldNode node, IWorldLife life, Fault.BreakDisk harm, CancellationToken cancellation)
    {
        var path = await diskOf(node.Site).OpenAsync(cancellation);
        var before = await ProbeSoundAsync(path, cancellation);
        if (before.LatencyMs is not { } soundMs)
            return new FaultEffect(false, $"{node.Id}: a block could not be written before the disk was broken: {WordsOf(before)}");
        // A sound node may die of what is no slowness: that it does is no finding.
        if (harm.Trouble is not DiskTrouble.Slow && !await life.TryCondemnAsync(kernel, cancellation))
            return new FaultEffect(false, $"{node.Id} (pid {life.Pid}) had ended before its disk was broken");
        await PullAsync(path, harm, cancellation);
        var (isSeen, sight) = await LookAsync(path, harm, soundMs, cancellation);
        var evidence = $"{node.Id}: a block took at most {soundMs:0.0} ms to the disk, then {WordsOf(sight)}; {await FateAsync(life, cancellation)}";
        return new FaultEffect(isSeen, evidence);
    }

    internal static string WordsOf(DiskSight sight) => sight switch
    {
        { LatencyMs: { } latencyMs } => $"{latencyMs:0.0} ms",
        { IsHung: true } => "it did not get there in time",
        { IsFull: true } => $"'No space left on device' with {sight.FreeBytes} bytes free",
        { IsFailing: true } => "'Input/output error'",
        _ => $"'{sight.Problem}'",
    };

    private Task<Done> PullAsync(string path, Fault.BreakDisk harm, CancellationToken cancellation) => harm.Trouble switch
    {
        DiskTrouble.Full => kernel.AskAsync(new FillDisk(path), cancellation),
        DiskTrouble.Slow => kernel.AskAsync(new SlowDisk(path, harm.DelayMs), cancellation),
        DiskTrouble.Hung => kernel.AskAsync(new FreezeFilesystem(path), cancellation),
        DiskTrouble.Failing => kernel.AskAsync(new ShutDownFilesystem(path), cancellation),
        _ => throw new UnreachableException($"{harm.Trouble}"),
    };

    private async Task<(bool IsSeen, DiskSight Sight)> LookAsync(string path, Fault.BreakDisk harm, double soundMs, CancellationToken cancellation)
    {
        if (harm.Trouble == DiskTrouble.Slow)
            return await SeekSlownessAsync(path, harm.DelayMs, soundMs, cancellation);
        var sight = await ProbeAsync(path, (int)Math.Max(HangPatienceMs, HangPatienceFactor * soundMs), cancellation);
        return (harm.Trouble switch
        {
            DiskTrouble.Full => sight.IsFull,
            DiskTrouble.Hung => sight.IsHung,
            _ => sight.IsFailing,
        }, sight);
    }

    /// <summary>A block waited if it took half of the delay at least, and twice as long as before. The delay is an upper bound.</summary>
    private async Task<(bool IsSeen, DiskSight Sight)> SeekSlownessAsync(string path, int delayMs, double soundMs, CancellationToken cancellation)
    {
        var sights = new List<DiskSight>();
        for (var probe = 0; probe < SlowProbes && sights.Count(HasWaited) < SlowOfThem; probe++)
        {
            sights.Add(await ProbeAsync(path, ProbePatienceMs + (2 * delayMs), cancellation));
            await Task.Delay(TimeSpan.FromMilliseconds(delayMs / 3.0), cancellation); // Past the time in which it works.
        }

        var waited = sights.Where(HasWaited).OrderBy(sight => sight.LatencyMs).ToArray();
        return waited.Length >= SlowOfThem ? (true, waited[waited.Length / 2]) : (false, sights[^1]);

        bool HasWaited(DiskSight sight) => sight.LatencyMs >= delayMs / 2.0 && sight.LatencyMs >= 2 * soundMs;
    }

    private static async Task<string> FateAsync(IWorldLife life, CancellationToken cancellation) =>
        await life.IsOverWithinAsync(EndPatience, cancellation) ? $"the node ended with code {await life.Ended}" : "the node lives on";

    /// <returns>The worst of several, or the first that failed.</returns>
    private async Task<DiskSight> ProbeSoundAsync(string path, CancellationToken cancellation)
    {
        var worst = await ProbeAsync(path, ProbePatienceMs, cancellation);
        for (var probe = 1; probe < SoundProbes && worst.LatencyMs is { } worstMs; probe++)
        {
            var sight = await ProbeAsync(path, ProbePatienceMs, cancellation);
            worst = sight.LatencyMs <= worstMs ? worst : sight;
        }

        return worst;
    }

    private Task<DiskSight> ProbeAsync(string path, int patienceMs, CancellationToken cancellation) =>
        kernel.AskAsync(new ProbeDisk(path, patienceMs), cancellation);
}
