using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Netns;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A fake node on a real disk of its own: what injectors of power and disks need.</summary>
internal sealed class DiskRig : IStarter, IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private DiskRig(params Type[] undone)
    {
        Kernel = new LazyKernel(undone);
        Disk = new NetnsDisk(Kernel, _directory.Path);
    }

    public IKernel Kernel { get; }

    public NetnsDisk Disk { get; }

    public LoneNode Node { get; private set; } = null!;

    /// <param name="undone">The kinds of requests that do nothing.</param>
    public static async Task<DiskRig> StartAsync(params Type[] undone)
    {
        Require.Root();
        Require.Programs("mkfs.ext4");
        var rig = new DiskRig(undone);
        await rig.Disk.MakeAsync(default);
        rig.Node = await LoneNode.StartAsync(rig.Disk.DataDirectory);
        return rig;
    }

    public string PathOf(string name) => Path.Combine(Disk.DataDirectory, name);

    /// <summary>As a world does it: a disk that was released is mounted again.</summary>
    public async Task LaunchAsync(IWorldNode node, StartHow how, CancellationToken cancellation)
    {
        await Disk.OpenAsync(cancellation);
        await Node.LaunchAsync(node, how, cancellation);
    }

    public Task<TimeSpan> BecomeReadyAsync(IWorldNode node, CancellationToken cancellation) => Node.BecomeReadyAsync(node, cancellation);

    public INodeDisk DiskOf(Site site) => Disk;

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Kernel.DisposeAsync();
        _directory.Dispose();
    }
}
