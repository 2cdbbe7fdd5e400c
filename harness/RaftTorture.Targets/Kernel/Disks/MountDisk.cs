using System.Diagnostics;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Mounts a disk where the kernel's process sees it; one that is mounted there already stays so. A journal that is not clean is replayed.</summary>
/// <param name="Device">The disk.</param>
/// <param name="Target">The directory, made if it is not there.</param>
/// <param name="Filesystem">What is on it.</param>
internal sealed record MountDisk(string Device, string Target, string Filesystem = "ext4") : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var room = workshop.Get<DiskRoom>();
        if (room.Owes(DiskDebt.Mount, Target))
            return Done.It;
        Directory.CreateDirectory(Target);
        var error = SystemCalls.MountAt(Device, Target, Filesystem, OptionsOf(Filesystem));
        if (error != 0)
            throw SystemCalls.Failure($"mount {Device} at {Target}", error);
        room.Owe(DiskDebt.Mount, Target, () => UnmountDisk.UnmountAsync(Target, CancellationToken.None));
        return await Task.FromResult(Done.It);
    }

    /// <summary>Nothing reaches the disk before its time: ext4 would write its journal every 5 s, and what is renamed at once.</summary>
    internal static string OptionsOf(string filesystem) => filesystem == "ext4" ? "commit=300,noauto_da_alloc" : "";
}

/// <summary>Unmounts what <see cref="MountDisk"/> mounted, and waits a while for those who are about to leave it: it is gone then, not only out of sight.</summary>
internal sealed record UnmountDisk(string Target) : KernelRequest<Done>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await workshop.Get<DiskRoom>().SettleAsync(DiskDebt.Mount, Target);
        return Done.It;
    }

    /// <exception cref="KernelException">It is not mounted there, or somebody uses it still.</exception>
    internal static async Task UnmountAsync(string target, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (SystemCalls.UnmountFrom(target) is var error and not 0)
        {
            if (error != SystemCalls.Busy || Stopwatch.GetElapsedTime(start) > Patience)
                throw SystemCalls.Failure($"unmount {target}", error);
            await Task.Delay(PollInterval, cancellation);
        }
    }
}
