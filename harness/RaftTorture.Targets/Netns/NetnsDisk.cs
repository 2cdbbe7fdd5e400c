using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Netns;

/// <summary>A disk of a node's own: a filesystem in a file, mounted in the namespace of the harness and its nodes. It takes root.</summary>
/// <remarks>Whoever mounts it mounts it for both, so it stays mounted over the lives of the node, until it is released.</remarks>
/// <param name="kernel">The machine.</param>
/// <param name="directory">The node's own directory: gets <c>disk/</c>, where the filesystem is mounted, with the data in <c>disk/data</c>.</param>
internal sealed class NetnsDisk(IKernel kernel, string directory) : INodeDisk
{
    /// <summary>Sparse: it takes what is written.</summary>
    private const long Bytes = 512L << 20;

    private LoopDisk? _disk;

    public bool IsOwnFilesystem => true;

    /// <summary>Where the node has its data.</summary>
    public string DataDirectory => DataIn(directory);

    private string MountPoint => Path.GetDirectoryName(DataDirectory)!;

    /// <inheritdoc cref="DataDirectory"/>
    public static string DataIn(string directory) => Path.Combine(directory, "disk", "data");

    /// <summary>Makes the disk and mounts it.</summary>
    /// <exception cref="KernelException">It cannot be had.</exception>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        await kernel.AskAsync(new MakeDirectory(directory), cancellation);
        var image = Path.Combine(directory, $"{ClearAbandonedDisks.ImageMark}.img");
        _disk = await kernel.AskAsync(new MakeLoopDisk(image, Bytes), cancellation);
        await OpenAsync(cancellation);
    }

    public async Task<string> OpenAsync(CancellationToken cancellation)
    {
        await kernel.AskAsync(new MountDisk(Disk.Device, MountPoint, Disk.Filesystem), cancellation);
        await kernel.AskAsync(new MakeDirectory(DataDirectory), cancellation);
        return DataDirectory;
    }

    public Task CloseAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task ReleaseAsync(CancellationToken cancellation) => kernel.AskAsync(new UnmountDisk(MountPoint), cancellation);

    public async Task WipeAsync(CancellationToken cancellation)
    {
        await ReleaseAsync(cancellation);
        await kernel.AskAsync(new FormatDisk(Disk.Device, Disk.Filesystem), cancellation);
        await OpenAsync(cancellation);
    }

    /// <summary>Copies the data to where they stay when the disk is gone, for people to look at. The node must be dead.</summary>
    public async Task LeaveDataAsync(string target, CancellationToken cancellation)
    {
        if (_disk is not null)
            await kernel.AskAsync(new CopyFiles(await OpenAsync(cancellation), target), cancellation);
    }

    private LoopDisk Disk => _disk ?? throw new InvalidOperationException("the disk was not made yet");
}
