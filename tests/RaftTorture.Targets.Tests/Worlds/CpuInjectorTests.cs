using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

[Platform("Linux")]
public sealed class CpuInjectorTests
{
    [TestCase(5)]
    [TestCase(30)]
    public async Task A_starved_node_is_seen_to_be_stopped_most_of_the_time_and_to_answer_later_until_it_is_released(int percent)
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        var injector = Injector(kernel, node);
        var starved = await injector.ApplyAsync(new Fault.StarveCpu([node.Id], percent), CancellationToken.None);
        var released = await injector.ApplyAsync(new Fault.ReleaseCpu([node.Id]), CancellationToken.None);
        TestContext.Out.WriteLine($"{starved.Evidence}\n{released.Evidence}");
        Assert.That((starved.Confirmed, released.Confirmed), Is.EqualTo((true, true)), $"{starved.Evidence} / {released.Evidence}");
    }

    [Test]
    public async Task A_starvation_that_does_nothing_is_not_confirmed()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new LazyKernel(typeof(Starve));
        var effect = await Injector(kernel, node).ApplyAsync(new Fault.StarveCpu([node.Id], 10), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task A_release_that_does_nothing_is_not_confirmed()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new LazyKernel(typeof(Feed));
        var injector = Injector(kernel, node);
        await injector.ApplyAsync(new Fault.StarveCpu([node.Id], 10), CancellationToken.None);
        var effect = await injector.ApplyAsync(new Fault.ReleaseCpu([node.Id]), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task A_paused_node_is_not_taken_for_a_starved_one()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new LazyKernel(typeof(Starve));
        await node.SendAsync(Signal.Stop, CancellationToken.None);
        var effect = await Injector(kernel, node).ApplyAsync(new Fault.StarveCpu([node.Id], 10), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task A_slow_start_is_a_new_life_that_is_starved_from_the_beginning_and_becomes_ready_all_the_same()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        var injector = Injector(kernel, node);
        var before = node.Life!.Pid;
        var slow = await injector.ApplyAsync(new Fault.StarveCpu([node.Id], 25, FromStart: true), CancellationToken.None);
        var released = await injector.ApplyAsync(new Fault.ReleaseCpu([node.Id]), CancellationToken.None);
        TestContext.Out.WriteLine($"{slow.Evidence}\n{released.Evidence}");
        Assert.That((slow.Confirmed, released.Confirmed), Is.EqualTo((true, true)), $"{slow.Evidence} / {released.Evidence}");
        Assert.That(node.Life!.Pid, Is.Not.EqualTo(before));
    }

    [Test]
    public async Task A_machine_that_is_let_go_leaves_nobody_starved()
    {
        await using var node = await LoneNode.StartAsync();
        var kernel = new OwnKernel();
        await kernel.AskAsync(new Starve(node.Life!.Pid, 1), CancellationToken.None);
        await Eventually.IsTrue(() => ProcStat.Read(node.Life.Pid) is { IsStopped: true }, "it is stopped");
        await kernel.DisposeAsync();
        await using var other = new OwnKernel();
        var watch = await other.AskAsync(new WatchProcess(node.Life.Pid, 300), CancellationToken.None);
        Assert.That(watch.Stopped, Is.Zero);
    }

    [Test]
    public async Task Whether_a_process_can_be_starved_here_is_found_by_trying()
    {
        await using var kernel = new OwnKernel();
        Assert.That(await CpuInjector.ProbeAsync(kernel, CancellationToken.None), Is.EqualTo(new Ability(true, "SIGSTOP and SIGCONT by turns, ten a second")));
    }

    private static CpuInjector Injector(IKernel kernel, LoneNode node) => new(kernel, node.Alone, node, node);
}
