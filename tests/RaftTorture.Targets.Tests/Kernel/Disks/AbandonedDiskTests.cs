using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Disks;

/// <summary>What a harness leaves that is killed outright.</summary>
public sealed class AbandonedDiskTests
{
    private TemporaryDirectory _directory = null!;

    private string Mark => Path.GetFileName(_directory.Path);

    [SetUp]
    public void Create()
    {
        Require.Root();
        Require.Programs("mkfs.ext4", "unshare");
        _directory = new TemporaryDirectory();
    }

    [TearDown]
    public void Delete() => _directory?.Dispose();

    [Test]
    public async Task A_disk_vanishes_with_the_harness_that_had_it_mounted()
    {
        var (harness, device) = await DoomedDisk.StartAsync(_directory.Path);
        Assert.That(ImageOf(device), Does.Contain(Mark));
        harness.Kill();
        await harness.WaitForExitAsync();
        await Eventually.IsTrue(() => !ImageOf(device).Contains(Mark), $"{device} is free again");
    }

    [Test]
    public async Task A_disk_that_was_frozen_when_its_harness_was_killed_is_found_and_thawed()
    {
        var (harness, device) = await DoomedDisk.StartAsync(_directory.Path, DoomedDisk.Frozen);
        Assert.That(await ClearAsync(), Is.Zero, "its harness lives");
        harness.Kill();
        await harness.WaitForExitAsync();
        await Eventually.IsTrueAsync(async () => await ClearAsync() == 1, "the frozen disk is found");
        await Eventually.IsTrue(() => !ImageOf(device).Contains(Mark), $"{device} is free again");
    }

    [Test]
    public async Task A_frozen_disk_of_one_who_has_other_device_files_is_left_alone_for_its_lock_says_nothing()
    {
        var (harness, device) = await DoomedDisk.StartAsync(_directory.Path, DoomedDisk.Frozen, DoomedDisk.OwnDevices);
        try
        {
            Assert.That(await ClearAsync(), Is.Zero, "its harness lives");
        }
        finally
        {
            harness.StandardInput.Close(); // It thaws its disk and ends.
            await harness.WaitForExitAsync();
        }

        await Eventually.IsTrue(() => !ImageOf(device).Contains(Mark), $"{device} is free again");
    }

    private async Task<int> ClearAsync()
    {
        await using var kernel = new OwnKernel();
        return (await kernel.AskAsync(new ClearAbandonedDisks(Mark), default)).Count;
    }

    private static string ImageOf(string device)
    {
        try
        {
            return File.ReadAllText($"/sys/block/{Path.GetFileName(device)}/loop/backing_file");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
