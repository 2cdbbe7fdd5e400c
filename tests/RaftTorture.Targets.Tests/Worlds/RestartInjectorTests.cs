using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;
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

    [Test]
    public async Task A_life_that_crashed_in_a_storm_was_not_killed_by_it()
    {
        var node = new PaperNode { OnLaunch = (number, life) => life.EndIf(number == 3, 128 + 6) };
        var storm = await new RestartStorms(node).BlowAsync(node, times: 4, gapMs: 0, CancellationToken.None);
        Assert.That(storm.Confirmed, Is.False, storm.Evidence);
        Assert.That(storm.Evidence, Does.Contain("killed 3 times").And.Contain("pid 1000000003 ended with code 134, and not by the kill"));
        Assert.That(node.Life.IsAlive, Is.True, "it is left as after any storm");
    }

    [TestCase(128 + 6, true)]
    [TestCase(128 + 9, false)]
    [TestCase(3, false)]
    public void A_life_that_never_served_is_a_surprise_only_if_it_crashed(int code, bool isSurprise)
    {
        using var directory = new TemporaryDirectory();
        using var node = new WorldNode(new Site("n1", System.Net.IPAddress.Loopback, "/data"), null!, null!, directory.Path);
        Assert.That(node.IsSurprise(new PaperLife(1_000_000_000), code), Is.EqualTo(isSurprise));
    }

    private static async Task<Running.Ports.FaultEffect> ApplyAsync(LoneNode node, Fault fault)
    {
        await using var kernel = new OwnKernel();
        var effect = await new RestartInjector(kernel, node.Alone, node).ApplyAsync(fault, CancellationToken.None);
        TestContext.Out.WriteLine(effect.Evidence);
        return effect;
    }
}
