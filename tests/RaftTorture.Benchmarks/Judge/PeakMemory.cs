namespace RaftTorture.Benchmarks.Judge;

/// <summary>What something adds to this process at its peak, managed and native: resident memory by the kernel's own high-water mark.</summary>
/// <remarks>Garbage that nobody had time to collect counts too: a user's machine must have it. Linux only.</remarks>
internal static class PeakMemory
{
    private const string Reset = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";
    private const string ResetPeak = "5";

    /// <returns>Bytes, or null where the kernel does not tell.</returns>
    public static long? Of(Action act)
    {
        if (!File.Exists(Reset))
        {
            act();
            return null;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText(Reset, ResetPeak);
        var before = Kilobytes("VmRSS:");
        act();
        return Math.Max(0, Kilobytes("VmHWM:") - before) * 1024;
    }

    private static long Kilobytes(string name) =>
        long.Parse(File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
