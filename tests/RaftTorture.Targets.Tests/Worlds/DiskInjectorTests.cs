using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

[Platform("Linux")]
public sealed class DiskInjectorTests
{
    private const int DelayMs = 300;

    [TestCase(DiskTrouble.Full, "No space left on device")]
    [TestCase(DiskTrouble.Slow, "ms to the disk, then ")]
    [TestCase(DiskTrouble.Hung, "did not get there in time")]
    [TestCase(DiskTrouble.Failing, "Input/output error")]
    public async Task A_broken_disk_is_seen_by_a_block_and_mended(DiskTrouble trouble, string words)
    {
        await using var rig = await DiskRig.StartAsync();
        var injector = InjectorOf(rig);
        var broken = await ApplyAsync(injector, new Fault.BreakDisk(["n1"], trouble, trouble == DiskTrouble.Slow ? DelayMs : 0));
        var mended = await ApplyAsync(injector, new Fault.MendDisk(["n1"]));
        Assert.That(broken.Confirmed, Is.True, broken.Evidence);
        Assert.That(broken.Evidence, Does.Contain(words));
        Assert.That(mended.Confirmed, Is.True, mended.Evidence);
        await File.WriteAllTextAsync(rig.PathOf("word"), "it can be written again");
    }

    [TestCase(DiskTrouble.Full, typeof(FillDisk))]
    [TestCase(DiskTrouble.Slow, typeof(SlowDisk))]
    [TestCase(DiskTrouble.Hung, typeof(FreezeFilesystem))]
    [TestCase(DiskTrouble.Failing, typeof(ShutDownFilesystem))]
    public async Task A_disk_that_is_not_broken_is_not_seen_to_be(DiskTrouble trouble, Type lever)
    {
        await using var rig = await DiskRig.StartAsync(lever);
        var effect = await ApplyAsync(InjectorOf(rig), new Fault.BreakDisk(["n1"], trouble, 10 * DelayMs));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [TestCase(DiskTrouble.Full, typeof(FreeDisk))]
    [TestCase(DiskTrouble.Hung, typeof(ThawFilesystem))]
    public async Task A_disk_that_is_not_mended_is_not_seen_to_be(DiskTrouble trouble, Type lever)
    {
        await using var rig = await DiskRig.StartAsync(lever);
        var injector = InjectorOf(rig);
        await ApplyAsync(injector, new Fault.BreakDisk(["n1"], trouble));
        var effect = await ApplyAsync(injector, new Fault.MendDisk(["n1"]));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task A_node_that_dies_of_its_disk_is_no_finding_and_one_that_dies_after_it_was_mended_is()
    {
        await using var rig = await DiskRig.StartAsync();
        var injector = InjectorOf(rig);
        await ApplyAsync(injector, new Fault.BreakDisk(["n1"], DiskTrouble.Full));
        Assert.That(rig.Node.Life!.IsCondemned, Is.True);
        await ApplyAsync(injector, new Fault.MendDisk(["n1"]));
        Assert.That(rig.Node.Life!.IsCondemned, Is.False);
    }

    private static DiskInjector InjectorOf(DiskRig rig) => new(rig.Kernel, rig.Node.Alone, rig.DiskOf, rig);

    private static async Task<FaultEffect> ApplyAsync(DiskInjector injector, Fault fault)
    {
        var effect = await injector.ApplyAsync(fault, default);
        TestContext.Out.WriteLine(effect.Evidence);
        return effect;
    }
}
