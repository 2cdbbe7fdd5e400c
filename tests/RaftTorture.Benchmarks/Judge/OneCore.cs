using System.Diagnostics;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>This process on one core, as the figures say.</summary>
internal static class OneCore
{
    public static void Take()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            Process.GetCurrentProcess().ProcessorAffinity = 1;
    }
}
