using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests;

/// <summary>The same cluster with the real node in it.</summary>
public sealed class ReferenceClusterTests
{
    private NodeAbilities _abilities = NodeAbilities.None;

    [OneTimeSetUp]
    public async Task Ask() => _abilities = await NodeAbilities.AskAsync(NodeBinary.Locate());

    [Test]
    public async Task What_was_acknowledged_survives_the_death_of_every_node()
    {
        await using var world = await World.StartAsync(with: Real);
        await InvokeAsync(world, Functions.Write, Value.Of(1));
        await ApplyAsync(world, new Fault.Kill(["n1", "n2", "n3"]));
        await ApplyAsync(world, new Fault.Start(["n1", "n2", "n3"]));
        Assert.That(await InvokeAsync(world, Functions.Read, Value.Absent), Is.EqualTo(new Completion.Ok(Value.Of(1))));
    }

    [Test]
    public async Task A_leader_that_is_cut_off_is_replaced_through_the_links_that_are_left()
    {
        await using var world = await World.StartAsync(with: Real);
        var leader = (await world.Cluster.ObserveAsync(CancellationToken.None)).First(status => status.IsLeader);
        var others = world.Cluster.Nodes.Where(node => node != leader.Node);
        await ApplyAsync(world, new Fault.Partition("primary", [.. others.SelectMany(Both)]));
        await InvokeAsync(world, Functions.Write, Value.Of(2));
        var next = (await world.Cluster.ObserveAsync(CancellationToken.None)).MaxBy(status => status.Term)!;
        Assert.That(next.Term, Is.GreaterThan(leader.Term));
        await ApplyAsync(world, new Fault.HealPartition());
        Assert.That(await InvokeAsync(world, Functions.Read, Value.Absent), Is.EqualTo(new Completion.Ok(Value.Of(2))));

        Link[] Both(string other) => [new(leader.Node, other), new(other, leader.Node)];
    }

    [Test]
    public async Task A_list_is_read_back_as_it_was_appended()
    {
        await using var world = await World.StartAsync(with: options => Real(options) with { ValueShape = ValueShape.List });
        foreach (var element in new[] { Value.Of(1), Value.Of("two"), Value.Of(3) })
            await InvokeAsync(world, Functions.Append, element);
        var read = await InvokeAsync(world, Functions.Read, Value.Absent);
        Assert.That(read, Is.EqualTo(new Completion.Ok(Value.Of([Value.Of(1), Value.Of("two"), Value.Of(3)]))));
    }

    private LocalClusterOptions Real(LocalClusterOptions options) => options with { NodeBinary = NodeBinary.Locate(), Abilities = _abilities };

    private static async Task ApplyAsync(World world, Fault fault)
    {
        var effect = await world.Cluster.ApplyAsync(fault, CancellationToken.None);
        Assert.That(effect.Confirmed, effect.Evidence);
    }

    /// <summary>Performs an operation that must succeed, by a client of its own.</summary>
    private static async Task<Completion> InvokeAsync(World world, string f, Value value)
    {
        await using var client = world.Cluster.OpenClient(new ProcessId(0), "n1");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var completion = await client.InvokeAsync(new Operation(f, "k", value), deadline.Token);
        Assert.That(completion, Is.InstanceOf<Completion.Ok>());
        return completion;
    }
}
