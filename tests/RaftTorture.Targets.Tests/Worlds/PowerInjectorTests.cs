using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Netns;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

[Platform("Linux")]
public sealed class PowerInjectorTests
{
    [TestCase(PowerTail.Lost)]
    [TestCase(PowerTail.Torn)]
    public async Task A_node_without_power_is_dead_and_has_lost_what_it_had_not_flushed(PowerTail tail)
    {
        await using var rig = await DiskRig.StartAsync();
        await File.WriteAllTextAsync(rig.PathOf("unflushed"), "acknowledged too early");
        var effect = await ApplyAsync(rig, new Fault.CutPower(["n1"], tail));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("lost 4096 unflushed bytes").And.Contain("kept 4096 flushed"));
        Assert.That(rig.Node.Life!.IsAlive, Is.False);
        Assert.That(File.Exists(rig.PathOf("unflushed")) ? await File.ReadAllTextAsync(rig.PathOf("unflushed")) : "", Is.Empty);
    }

    [Test]
    public async Task It_serves_again_when_the_power_is_back()
    {
        await using var rig = await DiskRig.StartAsync();
        await ApplyAsync(rig, new Fault.CutPower(["n1"]));
        var effect = await ApplyAsync(rig, new Fault.RestorePower(["n1"]));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(rig.Node.Life!.IsAlive, Is.True);
    }

    [Test]
    public async Task A_cut_that_loses_nothing_is_not_confirmed()
    {
        await using var rig = await DiskRig.StartAsync(typeof(ShutDownFilesystem));
        var effect = await ApplyAsync(rig, new Fault.CutPower(["n1"]));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("are still there: power was not cut"));
    }

    [Test]
    public async Task The_power_of_a_plain_directory_cannot_be_cut()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new LazyKernel();
        var injector = new PowerInjector(kernel, node.Alone, site => new PlainDisk(site.DataDirectory), node);
        var effect = await injector.ApplyAsync(new Fault.CutPower(["n1"]), default);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("no filesystem of their own"));
    }

    private static async Task<FaultEffect> ApplyAsync(DiskRig rig, Fault fault)
    {
        var effect = await new PowerInjector(rig.Kernel, rig.Node.Alone, rig.DiskOf, rig).ApplyAsync(fault, default);
        TestContext.Out.WriteLine(effect.Evidence);
        return effect;
    }
}
