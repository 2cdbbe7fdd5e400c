using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

[Platform("Linux")]
public sealed class RestartInjectorTests
{
    [Test]
    public async Task A_storm_is_a_process_id_for_each_life_and_a_node_that_serves_at_the_end()
    {
        await using var node = await LoneNode.StartAsync();
        var effect = await ApplyAsync(node, new Fault.RestartStorm([node.Id], Times: 3, GapMs: 20));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(node.Starts, Has.Count.EqualTo(1 + 3));
    }

    [Test]
    public async Task A_rolling_restart_tells_the_new_process_and_the_program_that_it_runs()
    {
        await using var node = await LoneNode.StartAsync();
        var before = node.Life!.Pid;
        var effect = await ApplyAsync(node, new Fault.RollingRestart([node.Id]));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain($"pid {before}").And.Contain($"pid {node.Life!.Pid} runs {Path.GetFileName(FakeNode.Binary)}"));
    }

    [Test]
    public async Task An_upgrade_after_which_the_same_program_runs_is_not_confirmed()
    {
        await using var node = await LoneNode.StartAsync();
        var effect = await ApplyAsync(node, new Fault.RollingRestart([node.Id], NodeVersion.Other));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("which is the same"));
        Assert.That(node.Starts[^1].IsOtherVersion, Is.True);
    }

    [Test]
    public async Task A_downgrade_of_who_runs_the_first_version_is_a_restart_and_says_so()
    {
        await using var node = await LoneNode.StartAsync();
        var effect = await ApplyAsync(node, new Fault.RollingRestart([node.Id], NodeVersion.First));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("which it ran already"));
    }

    [Test]
    public async Task Restarts_of_a_node_that_does_not_die_are_not_confirmed()
    {
        await using var node = await LoneNode.StartAsync();
        node.IsDeaf = true;
        var storm = await ApplyAsync(node, new Fault.RestartStorm([node.Id], Times: 2, GapMs: 10));
        var rolling = await ApplyAsync(node, new Fault.RollingRestart([node.Id]));
        Assert.That((storm.Confirmed, rolling.Confirmed), Is.EqualTo((false, false)), $"{storm.Evidence} / {rolling.Evidence}");
    }

    private static async Task<Running.Ports.FaultEffect> ApplyAsync(LoneNode node, Fault fault)
    {
        await using var kernel = new OwnKernel();
        var effect = await new RestartInjector(kernel, node.Alone, node).ApplyAsync(fault, CancellationToken.None);
        TestContext.Out.WriteLine(effect.Evidence);
        return effect;
    }
}
