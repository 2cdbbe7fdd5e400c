using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

[Platform("Linux")]
public sealed class CorruptionInjectorTests
{
    [Test]
    public async Task Damage_is_told_by_what_was_read_before_and_after_and_by_what_became_of_the_node()
    {
        await using var rig = await DiskRig.StartAsync();
        await File.WriteAllBytesAsync(rig.PathOf("log"), new byte[1000]);
        var effect = await ApplyAsync(rig, nodes: 3, new Fault.Corrupt(["n1"], DataDamage.BitFlip, Seed: 5));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("is the other one").And.Contain("it serves after"));
    }

    [Test]
    public async Task A_node_that_refuses_its_data_is_quoted()
    {
        await using var rig = await DiskRig.StartAsync();
        await File.WriteAllTextAsync(rig.PathOf(FakeNode.Cheese), "of the first sort");
        foreach (var other in Directory.GetFiles(rig.Disk.DataDirectory).Where(file => Path.GetFileName(file) != FakeNode.Cheese))
            File.Delete(other);
        var effect = await ApplyAsync(rig, nodes: 3, new Fault.Corrupt(["n1"], DataDamage.Truncate, Seed: 6));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("it refuses").And.Contain("the disk is made of cheese"));
    }

    [Test]
    public async Task A_wiped_disk_is_empty()
    {
        await using var rig = await DiskRig.StartAsync();
        await File.WriteAllTextAsync(rig.PathOf("log"), "gone soon");
        var effect = await ApplyAsync(rig, nodes: 3, new Fault.Corrupt(["n1"], DataDamage.Wipe, Seed: 7));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(File.Exists(rig.PathOf("log")), Is.False);
    }

    [Test]
    public async Task A_wipe_that_wipes_nothing_is_not_confirmed()
    {
        await using var rig = await DiskRig.StartAsync(typeof(FormatDisk));
        await File.WriteAllTextAsync(rig.PathOf("log"), "still there");
        var effect = await ApplyAsync(rig, nodes: 3, new Fault.Corrupt(["n1"], DataDamage.Wipe, Seed: 8));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task Data_of_a_majority_are_left_alone()
    {
        await using var rig = await DiskRig.StartAsync();
        await File.WriteAllTextAsync(rig.PathOf("log"), "left alone");
        var effect = await ApplyAsync(rig, nodes: 2, new Fault.Corrupt(["n1"], DataDamage.Wipe, Seed: 9));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
        Assert.That(await File.ReadAllTextAsync(rig.PathOf("log")), Is.EqualTo("left alone"));
    }

    [TestCase(DataDamage.Wipe, true)]
    [TestCase(DataDamage.BitFlip, false)]
    public async Task A_node_that_serves_is_mended_only_if_no_damage_lurks_on_its_disk(DataDamage damage, bool isMended)
    {
        await using var rig = await DiskRig.StartAsync();
        await File.WriteAllBytesAsync(rig.PathOf("log"), new byte[1000]);
        var injector = InjectorOf(rig, nodes: 3);
        await injector.ApplyAsync(new Fault.Corrupt(["n1"], damage, Seed: 10), default);
        var mended = await injector.ApplyAsync(new Fault.MendData(["n1"]), default);
        Assert.That(mended.Confirmed, Is.EqualTo(isMended), mended.Evidence); // a fake node cannot be replaced
        Assert.That((rig.Node.Life!.HasServed, rig.Node.Life.IsCondemned), Is.EqualTo((true, !isMended)));
    }

    private static CorruptionInjector InjectorOf(DiskRig rig, int nodes)
    {
        var all = Enumerable.Range(1, nodes).ToDictionary(number => $"n{number}", IWorldNode (_) => rig.Node);
        return new CorruptionInjector(rig.Kernel, all, rig.DiskOf, rig, new Replacement(all, rig.DiskOf, rig));
    }

    /// <summary>The one node that there is stands for all.</summary>
    private static async Task<FaultEffect> ApplyAsync(DiskRig rig, int nodes, Fault fault)
    {
        var effect = await InjectorOf(rig, nodes).ApplyAsync(fault, default);
        TestContext.Out.WriteLine(effect.Evidence);
        return effect;
    }
}
