using RaftTorture.Targets.Docker;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>Volumes that are file systems on loop devices, mounted by the engine.</summary>
public sealed class LoopVolumeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task A_disk_is_the_nodes_own_can_be_opened_when_it_is_dead_and_is_empty_after_a_wipe()
    {
        Require.Root();
        await RequireDocker.AsyncOnLinux();
        await using var image = await TinyImage.ImportAsync();
        using var directory = new TemporaryDirectory();
        using var log = new NodeLog(Path.Combine(directory.Path, "node.log"));
        var labels = RunLabels.OfOwn($"test-{Guid.NewGuid():n}");
        var options = new DockerWorldOptions { RunDirectory = directory.Path, Image = image.Name, Nodes = ["n1"], DiskImages = directory.Path, DiskBytes = 32 << 20 };
        await using var world = new DockerWorld(await ContainerEngine.ConnectAsync(None), new OwnKernel(), labels, options);
        await world.PrepareAsync(None);
        Assert.That(world.Notices, Is.Empty, "no plain volume was taken instead");
        var disk = world.DiskOf(world.Sites[0]);

        Assert.That(await EndOf("echo kept > /var/lib/raft/data/kept"), Is.Zero);
        Assert.That(File.ReadAllText($"{await disk.OpenAsync(None)}/kept"), Is.EqualTo("kept\n"));
        await disk.ReleaseAsync(None);
        Assert.That(await EndOf("read kept < /var/lib/raft/data/kept && exit 4"), Is.EqualTo(4), "the next life sees it");
        await disk.WipeAsync(None);
        Assert.That(await EndOf("test -e /var/lib/raft/data/kept && exit 5; test -d /var/lib/raft/data && exit 6"), Is.EqualTo(6));

        async Task<int> EndOf(string script) =>
            await (await world.LaunchAsync(world.Sites[0], new NodeLaunch(["/bin/sh", "-c"], [script]), isOtherVersion: false, log, None)).Ended;
    }

    [Test]
    public async Task A_disk_that_nobody_has_mounted_is_not_waited_for() =>
        Assert.That(await new OwnKernel().AskAsync(new AwaitUnmounted("/dev/loop-none", Known()), None), Is.Not.Null);

    /// <summary>A file system that this kernel tells of.</summary>
    private static string Known()
    {
        Require.That(OperatingSystem.IsLinux() && Directory.Exists("/sys/fs/ext4"), "a Linux with ext4");
        return "ext4";
    }
}
