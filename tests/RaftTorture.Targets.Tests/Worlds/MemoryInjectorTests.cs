using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Memory;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

/// <summary>With the kernel's own control groups, which only root may make.</summary>
public sealed class MemoryInjectorTests
{
    [SetUp]
    public void NeedRoot() => Require.Root();

    [Test]
    public async Task A_squeezed_node_is_limited_by_the_kernel_until_it_is_released()
    {
        await using var kernel = new OwnKernel();
        await using var node = await LoneNode.StartAsync();
        var group = await kernel.AskAsync(new JoinMemoryGroup(node.Life!.Pid, "squeezed"), CancellationToken.None);
        using var over = new CancellationTokenSource();
        var asking = AskOnAsync(node, over.Token);
        await Eventually.IsTrue(() => MemoryHierarchy.Find()!.GroupOf(node.Life.Pid)!.Look().UsedBytes > 4 << 20, "it has taken some memory");
        var injector = new MemoryInjector(kernel, new MemoryWorld(kernel), node.Alone, node);
        var squeezed = await injector.ApplyAsync(new Fault.SqueezeMemory([node.Id], 110), CancellationToken.None);
        Assert.That(node.Life.IsCondemned, Is.True, "what it may die of is no finding");
        var released = await injector.ApplyAsync(new Fault.ReleaseMemory([node.Id]), CancellationToken.None);
        await over.CancelAsync();
        await asking;
        TestContext.Out.WriteLine($"{squeezed.Evidence}\n{released.Evidence}");
        Assert.That((squeezed.Confirmed, released.Confirmed), Is.EqualTo((true, true)), $"{squeezed.Evidence} / {released.Evidence}");
        await node.DisposeAsync();
        await kernel.DisposeAsync();
        Assert.That(Directory.Exists(group.Group), Is.False, "the group goes with the kernel");
    }

    [Test]
    public async Task Who_cannot_give_back_so_much_is_left_what_it_needs_or_killed()
    {
        await using var kernel = new OwnKernel();
        await using var node = await LoneNode.StartAsync();
        await kernel.AskAsync(new JoinMemoryGroup(node.Life!.Pid, "full"), CancellationToken.None);
        using var over = new CancellationTokenSource();
        var asking = AskOnAsync(node, over.Token);
        await Eventually.IsTrue(() => MemoryHierarchy.Find()!.GroupOf(node.Life.Pid)!.Look().UsedBytes > 4 << 20, "it has taken some memory");
        await over.CancelAsync();
        await asking;
        var effect = await new MemoryInjector(kernel, new MemoryWorld(kernel), node.Alone, node).ApplyAsync(new Fault.SqueezeMemory([node.Id], 10), default);
        TestContext.Out.WriteLine(effect.Evidence);
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
    }

    [Test]
    public async Task A_squeeze_that_does_nothing_is_not_confirmed()
    {
        await using var kernel = new OwnKernel();
        await using var node = await LoneNode.StartAsync();
        var injector = new MemoryInjector(kernel, new MemoryWorld(kernel, isIdle: true), node.Alone, node);
        var effect = await injector.ApplyAsync(new Fault.SqueezeMemory([node.Id], 110), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task A_release_that_does_nothing_is_not_confirmed()
    {
        await using var kernel = new OwnKernel();
        await using var node = await LoneNode.StartAsync();
        await kernel.AskAsync(new JoinMemoryGroup(node.Life!.Pid, "kept"), CancellationToken.None);
        await kernel.AskAsync(new LimitMemory(node.Life.Pid, 1 << 30), CancellationToken.None);
        var injector = new MemoryInjector(kernel, new MemoryWorld(kernel, isIdle: true), node.Alone, node);
        var effect = await injector.ApplyAsync(new Fault.ReleaseMemory([node.Id]), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task Whether_memory_can_be_limited_here_is_found_by_trying_and_leaves_no_group()
    {
        await using var kernel = new OwnKernel();
        var ability = await MemoryInjector.ProbeAsync(kernel, CancellationToken.None);
        Assert.That(ability.Works, Is.True, ability.Words);
        Assert.That(MemoryHierarchy.Find() is { } hierarchy ? Directory.GetDirectories(hierarchy.Root, $"{MemoryGroup.Prefix}trial*") : ["none"], Is.Empty);
    }

    /// <summary>A node that has nothing to do wants nothing.</summary>
    private static async Task AskOnAsync(LoneNode node, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => node.Api.IsHealthyAsync(CancellationToken.None)));
    }
}
