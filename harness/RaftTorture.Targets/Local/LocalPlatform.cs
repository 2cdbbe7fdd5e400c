using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Local;

/// <summary>What the <c>local</c> world can do on this machine with these nodes: known before anything is started or written.</summary>
public static class LocalPlatform
{
    /// <inheritdoc cref="Running.Ports.ICluster.WhyUnsupported"/>
    public static string? WhyUnsupported(FaultKind kind, NodeAbilities abilities) => kind switch
    {
        FaultKind.Pause when OperatingSystem.IsWindows() =>
            "Windows cannot pause a process (SIGSTOP is POSIX): leave pause out of --nemesis, or run on Linux or macOS",
        _ when kind.IsAsked() && !abilities.HasAdminPort =>
            $"the node's --help names no {NodeAbilities.AdminPort} on which to ask for it: leave it out of --nemesis, or take another --node-binary",
        _ => null,
    };
}
