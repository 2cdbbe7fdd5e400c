namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Whether a machine can make disks that lose power, found by making one.</summary>
internal static class DiskAbility
{
    private const long Bytes = 16L << 20;

    public static async Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation)
    {
        var place = Path.Combine(Path.GetTempPath(), $"{ClearAbandonedDisks.ImageMark}-probe-{Guid.NewGuid():N}");
        try
        {
            var disk = await kernel.AskAsync(new MakeLoopDisk($"{place}.img", Bytes), cancellation);
            await kernel.AskAsync(new MountDisk(disk.Device, place), cancellation);
            await kernel.AskAsync(new ShutDownFilesystem(place), cancellation);
            await kernel.AskAsync(new UnmountDisk(place), cancellation);
            await kernel.AskAsync(new RemoveDirectory(place), cancellation);
            await kernel.AskAsync(new ReleaseLoopDisk(disk.Device), cancellation);
            return new Ability(true, "ext4 on a loop device, shut down by ioctl");
        }
        catch (KernelException refused)
        {
            return Ability.Missing(refused.Message, RemedyOf(refused));
        }
    }

    private static string RemedyOf(KernelException refused) => refused.Message switch
    {
        var words when words.StartsWith("mkfs", StringComparison.Ordinal) => "apt-get install e2fsprogs",
        _ => "loop mounts need root: use sudo, or --world docker with Docker's engine (Podman's service gives a container no loop devices)",
    };
}
