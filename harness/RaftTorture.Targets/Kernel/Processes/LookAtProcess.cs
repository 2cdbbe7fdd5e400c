using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>What the kernel says of a process now.</summary>
internal sealed record LookAtProcess(int Pid) : KernelRequest<ProcessSight>
{
    protected override Task<ProcessSight> PerformAsync(Workshop workshop, CancellationToken cancellation) => Task.FromResult(ProcessSight.Of(Pid));
}

/// <summary>A process at a moment.</summary>
/// <param name="IsAlive">False for one that is not there, or ended and waits to be reaped: the rest is nothing then.</param>
/// <param name="IsStopped">All of its threads are stopped.</param>
/// <param name="CpuMs">Processor time that it used since its start, milliseconds.</param>
/// <param name="ResidentBytes">Memory that it holds.</param>
internal sealed record ProcessSight(bool IsAlive, bool IsStopped, double CpuMs, long ResidentBytes)
{
    private static readonly ProcessSight Nobody = new(false, false, 0, 0);

    public static ProcessSight Of(int pid) => ProcStat.Read(pid) is { IsDead: false } && CpuClock.ReadMs(pid) is { } cpuMs
        ? new ProcessSight(true, AreAllStopped(pid), cpuMs, ResidentBytesOf(pid))
        : Nobody;

    /// <summary>A signal stops one thread after the other: the first may stand while others still run.</summary>
    public static bool AreAllStopped(int pid)
    {
        try
        {
            var threads = Directory.GetDirectories($"/proc/{pid}/task");
            return threads.Length > 0 && threads.All(thread => ProcStat.OfThread(pid, Path.GetFileName(thread)) is null or { IsStopped: true } or { IsDead: true });
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static long ResidentBytesOf(int pid)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1]) * Environment.SystemPageSize;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
