using RaftTorture.Targets.Kernel.Processes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>What a node with a part of a processor looks like, from the kernel and from outside.</summary>
internal static class Starvation
{
    /// <summary>Points of a percentage by which a short watch may be off.</summary>
    private const double Slack = 3;

    /// <summary>The kernel saw it run, but no more than it may, and found it stopped much of the time. Never running is a pause.</summary>
    public static bool IsSeen(ProcessWatch watch, int percent) =>
        watch.CpuMs > 0 && watch.CpuPercent <= (percent * 1.5) + Slack && watch.StoppedPercent >= (100 - percent) / 2.0;

    /// <summary>It answers later than before, by at least half of what waiting for its turn must add.</summary>
    public static bool IsFelt(Pulse before, Pulse during, int percent) => during.MeanMs >= before.LowerQuartileMs + (MeanWaitMs(percent) / 2);

    public static string Words(ProcessWatch watch) =>
        $"used {watch.CpuPercent:0.0} % of a processor and was stopped at {watch.Stopped} of {watch.Looks} looks in {watch.ElapsedMs:0} ms";

    /// <summary>Who comes at any moment of a period finds it at rest with that probability, and then waits for half of the rest.</summary>
    private static double MeanWaitMs(int percent)
    {
        var rest = DutyCycle.PeriodMs * (100 - percent) / 100.0;
        return rest * rest / (2 * DutyCycle.PeriodMs);
    }
}
