using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>
/// Makes a disk with an empty filesystem. The image has no name any more once this is done: nothing of it is left when its last user
/// is gone, however that one ends.
/// </summary>
/// <param name="ImagePath">
/// Where the image lies, sparse. Its name, with the mark of <see cref="DeviceFiles"/> behind it, tells people and <see cref="ClearAbandonedDisks"/> whose it is.
/// </param>
/// <param name="Bytes">Its size.</param>
/// <param name="Filesystem">Which it gets: <c>ext4</c> or <c>xfs</c>.</param>
internal sealed record MakeLoopDisk(string ImagePath, long Bytes, string Filesystem = "ext4") : KernelRequest<LoopDisk>
{
    private string Image => ImagePath + DeviceFiles.Mark;

    protected override async Task<LoopDisk> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            MakeImage();
            await FormatDisk.FormatAsync(Image, Filesystem, workshop, cancellation);
            var device = LoopDevice.Attach(Image);
            workshop.Get<DiskRoom>().Owe(DiskDebt.Device, device.Path, () =>
            {
                device.Dispose();
                return Task.CompletedTask;
            });
            return new LoopDisk(device.Path, Filesystem);
        }
        finally
        {
            File.Delete(Image);
        }
    }

    private void MakeImage()
    {
        try
        {
            using var image = File.OpenHandle(Image, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.SetLength(image, Bytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"no disk image can be made: {refused.Message}", refused);
        }
    }
}

/// <summary>A disk made of a file.</summary>
/// <param name="Device">Such as <c>/dev/loop3</c>.</param>
/// <param name="Filesystem">What is on it.</param>
internal sealed record LoopDisk(string Device, string Filesystem);

/// <summary>Lets go of a disk: it is gone as soon as nobody has it mounted.</summary>
internal sealed record ReleaseLoopDisk(string Device) : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await workshop.Get<DiskRoom>().SettleAsync(DiskDebt.Device, Device);
        return Done.It;
    }
}

/// <summary>Makes an empty filesystem on a disk that nobody has mounted: what was there is lost.</summary>
internal sealed record FormatDisk(string Device, string Filesystem = "ext4") : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await FormatAsync(Device, Filesystem, workshop, cancellation);
        return Done.It;
    }

    /// <summary>ext4 without the blocks that it keeps for root, or root could write to a full disk.</summary>
    internal static async Task FormatAsync(string path, string filesystem, Workshop workshop, CancellationToken cancellation)
    {
        var make = filesystem switch
        {
            "ext4" => new RunProgram("mkfs.ext4", ["-q", "-F", "-m", "0", "-E", "lazy_itable_init=1,lazy_journal_init=1", path]),
            "xfs" => new RunProgram("mkfs.xfs", ["-q", "-f", path]),
            _ => throw new KernelException($"no filesystem is known as {filesystem}: ext4 or xfs"),
        };
        var end = (ProgramEnd)await make.DoAsync(workshop, cancellation);
        if (end.Code != 0)
            throw new KernelException($"{make.Program} ended with {end.Code}: {end.Error}");
    }
}
