using System.Collections.Immutable;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Sysctls;

namespace RaftTorture.Targets.Docker.Networks;

/// <summary>
/// Connections that outlive a partition and are back soon after it. TCP doubles its pause at each try that fails: after a minute of silence it
/// may wait a minute more, which would be the kernel's recovery time, not the system's.
/// </summary>
internal static class PatientConnections
{
    private const string LongestPause = "net.ipv4.tcp_rto_max_ms";
    private const string Tries = "net.ipv4.tcp_retries2";

    /// <summary>For the network namespace of a node; empty where the kernel has no such setting, for more tries alone would only prolong the silence.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>> SysctlsAsync(IKernel kernel, CancellationToken cancellation)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        return await kernel.AskAsync(new ReadSysctl(LongestPause), cancellation) is { Text: not null } ? none.Add(LongestPause, "1000").Add(Tries, "100") : none;
    }
}
