using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Local;

/// <summary>What the <c>local</c> world can do on this machine: known before anything is started or written.</summary>
public static class LocalPlatform
{
    /// <inheritdoc cref="Running.Ports.ICluster.WhyUnsupported"/>
    public static string? WhyUnsupported(FaultKind kind) =>
        kind == FaultKind.Pause && OperatingSystem.IsWindows()
            ? "Windows cannot pause a process (SIGSTOP is POSIX): leave pause out of --nemesis, or run on Linux or macOS"
            : null;
}
