using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Sysctls;

/// <summary>Reads a setting of the kernel.</summary>
/// <param name="Name">Such as <c>net.ipv4.tcp_retries2</c>.</param>
internal sealed record ReadSysctl(string Name) : KernelRequest<SysctlValue>
{
    protected override Task<SysctlValue> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var path = $"/proc/sys/{Name.Replace('.', '/')}";
        try
        {
            return Task.FromResult(new SysctlValue(File.Exists(path) ? File.ReadAllText(path).Trim() : null));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"{Name} cannot be read: {refused.Message}", refused);
        }
    }
}

/// <param name="Text">Null if the kernel has no such setting.</param>
internal sealed record SysctlValue(string? Text);
