using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Disks;

public sealed class LoopDiskTests
{
    [Test]
    public async Task A_disk_keeps_its_files_from_one_mount_to_the_next()
    {
        await using var disk = await LoopDiskOfTest.MakeAsync();
        await File.WriteAllTextAsync(disk.PathOf("word"), "kept");
        await disk.UnmountAsync();
        Assert.That(File.Exists(disk.PathOf("word")), Is.False);

        await disk.MountAsync();
        Assert.That(await File.ReadAllTextAsync(disk.PathOf("word")), Is.EqualTo("kept"));
    }

    [Test]
    public async Task Nothing_is_left_of_a_disk_whose_kernel_is_disposed()
    {
        var disk = await LoopDiskOfTest.MakeAsync();
        var device = disk.Disk.Device;
        Assert.That(IsAttached(device), Is.True);
        Assert.That(File.Exists(disk.Image), Is.False, "the image needs no name");
        await disk.DisposeAsync();
        await Eventually.IsTrue(() => !IsAttached(device), $"{device} is free again");
        Assert.That(await File.ReadAllTextAsync("/proc/self/mounts"), Does.Not.Contain(disk.Mount));
    }

    [TestCase("ext4")]
    [TestCase("xfs")]
    public async Task A_filesystem_that_is_shut_down_loses_what_was_not_flushed_and_keeps_what_was(string filesystem)
    {
        await using var disk = await LoopDiskOfTest.MakeAsync(filesystem);
        disk.WriteDurably("flushed", [1, 2, 3]);
        await File.WriteAllBytesAsync(disk.PathOf("unflushed"), [4, 5, 6]);
        await disk.Kernel.AskAsync(new ShutDownFilesystem(disk.Mount), default);
        Assert.That(() => File.WriteAllBytes(disk.PathOf("late"), [7]), Throws.InstanceOf<IOException>());

        await disk.UnmountAsync();
        await disk.MountAsync();
        Assert.That(await File.ReadAllBytesAsync(disk.PathOf("flushed")), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(File.Exists(disk.PathOf("unflushed")), Is.False);
    }

    [Test]
    public async Task A_disk_that_is_formatted_is_empty()
    {
        await using var disk = await LoopDiskOfTest.MakeAsync();
        disk.WriteDurably("old", [1]);
        await disk.UnmountAsync();
        await disk.Kernel.AskAsync(new FormatDisk(disk.Disk.Device), default);
        await disk.MountAsync();
        Assert.That(File.Exists(disk.PathOf("old")), Is.False);
    }

    [Test]
    public async Task A_filesystem_that_is_not_on_a_loop_disk_is_not_harmed()
    {
        await using var disk = await LoopDiskOfTest.MakeAsync();
        var elsewhere = AppContext.BaseDirectory;
        Assert.That(() => disk.Kernel.AskAsync(new ShutDownFilesystem(elsewhere), default), Throws.TypeOf<KernelException>());
        Assert.That(() => disk.Kernel.AskAsync(new FreezeFilesystem(elsewhere), default), Throws.TypeOf<KernelException>());
    }

    [Test]
    public async Task A_mount_that_is_in_use_is_not_taken_away_unseen()
    {
        await using var disk = await LoopDiskOfTest.MakeAsync();
        var user = File.Create(disk.PathOf("open"));
        var gone = disk.UnmountAsync();
        Assert.That(gone.IsCompleted, Is.False);
        await user.DisposeAsync();
        await gone;
        Assert.That(File.Exists(disk.PathOf("open")), Is.False);
    }

    private static bool IsAttached(string device) => Directory.Exists($"/sys/block/{Path.GetFileName(device)}/loop");
}
