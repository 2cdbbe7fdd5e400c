using Spectre.Console;

namespace RaftTorture.Benchmarks.Machine;

/// <summary>Who else uses this machine: printed before each measurement, so that a reader knows what it is worth.</summary>
internal static class LoadAverage
{
    private const string Source = "/proc/loadavg";

    public static void Print(string before) =>
        AnsiConsole.MarkupLineInterpolated($"load average before {before}: {(File.Exists(Source) ? File.ReadAllText(Source).Trim() : "unknown")}");
}
