using System.Runtime.InteropServices;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>The processor time that any process has used, all its threads together, to the nanosecond.</summary>
/// <remarks>clock_gettime(2) of the process's own clock: <c>/proc/PID/stat</c> counts in hundredths of a second, too coarse for a slice.</remarks>
internal static class CpuClock
{
    /// <summary>Whole processes are counted by the scheduler's clock: CPUCLOCK_SCHED in the kernel's posix-timers.h.</summary>
    private const int SchedulerClock = 2;

    /// <returns>Milliseconds, or null if there is no such process.</returns>
    public static double? ReadMs(int pid) =>
        GetTime((~pid << 3) | SchedulerClock, out var time) == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6) : null;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
