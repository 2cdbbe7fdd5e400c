using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;

namespace RaftTorture.Targets.Docker.Disks;

/// <summary>
/// A file system of its own on a loop device. The engine mounts it whenever a container that has the volume starts, and unmounts it when that ends;
/// in between the kernel mounts it for itself where it is asked to open it.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="kernel">Of its machine.</param>
/// <param name="place">Where the kernel mounts it, and what its image's name begins with.</param>
/// <param name="bytes">Its size.</param>
/// <param name="volume">The volume's name.</param>
/// <param name="labels">Of the volume.</param>
internal sealed class LoopVolumeDisk(
    ContainerEngine engine, IKernel kernel, string place, long bytes, string volume, ImmutableSortedDictionary<string, string> labels) : INodeVolume
{
    private LoopDisk? _disk;

    public bool IsOwnFilesystem => true;

    private LoopDisk Disk => _disk ?? throw new InvalidOperationException("the disk was not made");

    private string Data => $"{place}/data";

    public async Task MakeAsync(CancellationToken cancellation)
    {
        _disk = await kernel.AskAsync(new MakeLoopDisk($"{place}-{ClearAbandonedDisks.ImageMark}.img", bytes), cancellation);
        await MakeDataAsync(cancellation);
        var how = ImmutableSortedDictionary<string, string>.Empty
            .Add("type", Disk.Filesystem)
            .Add("device", Disk.Device)
            .Add("o", MountDisk.OptionsOf(Disk.Filesystem));
        await engine.Volumes.CreateAsync(new VolumeSpec { Name = volume, DriverOpts = how, Labels = labels }, cancellation);
    }

    public async Task<string> OpenAsync(CancellationToken cancellation)
    {
        await kernel.AskAsync(new MountDisk(Disk.Device, place, Disk.Filesystem), cancellation);
        return Data;
    }

    public async Task CloseAsync(CancellationToken cancellation) => await kernel.AskAsync(new UnmountDisk(place), cancellation);

    /// <summary>The engine unmounts it a moment after the node's end, which is waited for.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        await CloseAsync(cancellation);
        await kernel.AskAsync(new AwaitUnmounted(Disk.Device, Disk.Filesystem), cancellation);
    }

    public async Task WipeAsync(CancellationToken cancellation)
    {
        await ReleaseAsync(cancellation);
        await kernel.AskAsync(new FormatDisk(Disk.Device, Disk.Filesystem), cancellation);
        await MakeDataAsync(cancellation);
    }

    private async Task MakeDataAsync(CancellationToken cancellation)
    {
        await kernel.AskAsync(new MakeDirectory(await OpenAsync(cancellation)), cancellation);
        await CloseAsync(cancellation);
    }
}
