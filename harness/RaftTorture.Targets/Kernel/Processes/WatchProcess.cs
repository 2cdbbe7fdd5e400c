using System.Diagnostics;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Watches a process for a while: how much of a processor it uses, and how often it is found stopped.</summary>
/// <param name="WindowMs">How long, milliseconds.</param>
internal sealed record WatchProcess(int Pid, int WindowMs) : KernelRequest<ProcessWatch>
{
    /// <summary>Prime, so that looks do not keep step with what happens every tenth of a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(7);

    protected override async Task<ProcessWatch> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var before = CpuClock.ReadMs(Pid) ?? throw Gone();
        var (looks, stopped) = (0, 0);
        for (; Stopwatch.GetElapsedTime(start).TotalMilliseconds < WindowMs; looks++)
        {
            stopped += ProcStat.Read(Pid) is { IsStopped: true } ? 1 : 0;
            await Task.Delay(Pause, cancellation);
        }

        var used = (CpuClock.ReadMs(Pid) ?? throw Gone()) - before;
        return new ProcessWatch(Stopwatch.GetElapsedTime(start).TotalMilliseconds, used, looks, stopped);
    }

    private KernelException Gone() => new($"there is no process {Pid}");
}

/// <summary>What was seen of a process in a while.</summary>
/// <param name="ElapsedMs">How long it was watched, milliseconds.</param>
/// <param name="CpuMs">Processor time that it used meanwhile, milliseconds.</param>
/// <param name="Looks">How often its state was looked at.</param>
/// <param name="Stopped">How often it was stopped then.</param>
internal sealed record ProcessWatch(double ElapsedMs, double CpuMs, int Looks, int Stopped)
{
    /// <summary>Of one processor, percent: two threads can use more than a hundred.</summary>
    public double CpuPercent => ElapsedMs > 0 ? 100 * CpuMs / ElapsedMs : 0;

    public double StoppedPercent => Looks > 0 ? 100.0 * Stopped / Looks : 0;
}
