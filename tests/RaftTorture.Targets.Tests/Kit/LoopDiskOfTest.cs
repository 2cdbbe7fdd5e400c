using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A small real disk, mounted in a directory of its own; nothing is left of it after the test.</summary>
internal sealed class LoopDiskOfTest : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private LoopDiskOfTest() => Mount = Path.Combine(_directory.Path, "disk");

    public IKernel Kernel { get; } = new OwnKernel();

    public string Mount { get; }

    public LoopDisk Disk { get; private set; } = null!;

    public string Image => Path.Combine(_directory.Path, "image");

    public static async Task<LoopDiskOfTest> MakeAsync(string filesystem = "ext4")
    {
        Require.Root();
        Require.Programs($"mkfs.{filesystem}");
        var made = new LoopDiskOfTest();
        var bytes = (filesystem == "xfs" ? 320L : 32L) << 20;
        made.Disk = await made.Kernel.AskAsync(new MakeLoopDisk(made.Image, bytes, filesystem), default);
        await made.MountAsync();
        return made;
    }

    public Task MountAsync() => Kernel.AskAsync(new MountDisk(Disk.Device, Mount, Disk.Filesystem), default);

    public Task UnmountAsync() => Kernel.AskAsync(new UnmountDisk(Mount), default);

    public string PathOf(string name) => Path.Combine(Mount, name);

    /// <summary>Writes a file, and has it on the disk when it returns.</summary>
    public void WriteDurably(string name, byte[] bytes)
    {
        using (var file = new FileStream(PathOf(name), FileMode.Create))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kernel.DisposeAsync();
        _directory.Dispose();
    }
}
