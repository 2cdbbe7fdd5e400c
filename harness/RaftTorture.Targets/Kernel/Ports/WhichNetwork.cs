using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Ports;

/// <summary>Tells machines' networks apart: two that answer the same are in one network namespace of one kernel.</summary>
internal sealed record WhichNetwork : KernelRequest<NetworkIdentity>
{
    protected override Task<NetworkIdentity> PerformAsync(Workshop workshop, CancellationToken cancellation) => Task.FromResult(NetworkIdentity.Own());
}

/// <param name="Boot">The kernel's own name for this run of it; empty where there is none.</param>
/// <param name="Namespace">Such as <c>net:[4026531840]</c>; empty where there is none.</param>
internal sealed record NetworkIdentity(string Boot, string Namespace)
{
    private const string BootPath = "/proc/sys/kernel/random/boot_id";
    private const string NamespacePath = "/proc/self/ns/net";

    /// <summary>Of this very process.</summary>
    public static NetworkIdentity Own() => OperatingSystem.IsLinux()
        ? new(File.ReadAllText(BootPath).Trim(), new FileInfo(NamespacePath).LinkTarget ?? "")
        : new("", "");
}
