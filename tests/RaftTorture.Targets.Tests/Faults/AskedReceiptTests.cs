using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Faults;

/// <summary>Receipts of what is asked of a cluster: from one that does it, one that says ok and does nothing, and one that refuses.</summary>
public sealed class AskedReceiptTests
{
    private static IEnumerable<TestCaseData> Requests =>
    [
        Case("transfer to a named successor", new Fault.Transfer("n3")),
        Case("transfer to anybody", new Fault.Transfer(null)),
        Case("snapshot", new Fault.TakeSnapshot(["n1", "n2"])),
        Case("shrink by a follower", new Fault.Shrink("n2")),
        Case("shrink by the leader", new Fault.Shrink("n1")),
    ];

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Requests))]
    public async Task What_is_granted_and_its_heal_are_confirmed_by_what_the_nodes_say_of_themselves(Fault fault)
    {
        await using var world = await World.StartAsync();
        Assert.That(await ApplyAsync(world, fault), Has.Property("Confirmed").True);
        if (fault.Heal is { } heal)
            Assert.That(await ApplyAsync(world, heal), Has.Property("Confirmed").True);
    }

    [TestCaseSource(nameof(Requests))]
    public async Task An_ok_that_nothing_follows_confirms_nothing(Fault fault)
    {
        await using var world = await World.StartAsync(with: Nodes(FakeOperator.IsIdle));
        var effect = await ApplyAsync(world, fault);
        Assert.That(effect.Confirmed, Is.False);
        Assert.That(effect.Evidence, Does.Contain(": ok").And.Contain("not seen to be done"));
    }

    [TestCaseSource(nameof(Requests))]
    public async Task A_refusal_is_given_up_with_its_reason_and_how_often_it_was_heard(Fault fault)
    {
        await using var world = await World.StartAsync(with: Nodes(FakeOperator.Refuses));
        var effect = await ApplyAsync(world, fault);
        Assert.That(effect.Confirmed, Is.False);
        Assert.That(effect.Evidence, Does.Contain("refused, not today (").And.Contain("times)"));
    }

    [Test]
    public async Task A_transfer_in_a_cluster_without_a_leader_is_given_up()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.Kill(["n1"]));
        Assert.That(await ApplyAsync(world, new Fault.Transfer(null)), Has.Property("Confirmed").False.And.Property("Evidence").Contains("nobody leads"));
    }

    [Test]
    public async Task The_lead_cannot_pass_to_who_has_it()
    {
        await using var world = await World.StartAsync();
        Assert.That(await ApplyAsync(world, new Fault.Transfer("n1")), Has.Property("Confirmed").False.And.Property("Evidence").EqualTo("n1 leads term 1 already"));
    }

    [Test]
    public async Task A_node_that_has_nothing_new_to_snapshot_confirms_nothing_and_hinders_nothing()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.TakeSnapshot(["n1"]));
        Assert.That(await ApplyAsync(world, new Fault.TakeSnapshot(["n1"])), Has.Property("Confirmed").False);
        Assert.That(await ApplyAsync(world, new Fault.TakeSnapshot(["n1", "n2"])), Has.Property("Confirmed").True);
    }

    [Test]
    public async Task A_node_is_back_only_when_it_has_caught_up()
    {
        await using var world = await World.StartAsync(with: Nodes(FakeState.Lags, "n3"));
        await ApplyAsync(world, new Fault.Shrink("n3"));
        var back = await ApplyAsync(world, new Fault.Grow("n3"));
        Assert.That(back.Confirmed, Is.False);
        Assert.That(back.Evidence, Does.Contain("n1 on promote n3: ok"));
    }

    [Test]
    public async Task A_node_that_is_down_is_not_waited_for()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.Shrink("n3"));
        await ApplyAsync(world, new Fault.Kill(["n3"]));
        Assert.That(await ApplyAsync(world, new Fault.Grow("n3")), Has.Property("Confirmed").False.And.Property("Evidence").Contains("down"));
        await ApplyAsync(world, new Fault.Start(["n3"]));
        Assert.That(await ApplyAsync(world, new Fault.Grow("n3")), Has.Property("Confirmed").True);
    }

    [Test]
    public async Task A_member_that_never_left_is_found_in_its_place()
    {
        await using var world = await World.StartAsync();
        Assert.That(await ApplyAsync(world, new Fault.Grow("n3")), Has.Property("Confirmed").True);
    }

    private static Func<LocalClusterOptions, LocalClusterOptions> Nodes(params string[] arguments) =>
        options => options with { ExtraNodeArguments = [.. arguments] };

    private static async Task<FaultEffect> ApplyAsync(World world, Fault fault)
    {
        var effect = await world.Cluster.ApplyAsync(fault, CancellationToken.None);
        TestContext.Out.WriteLine($"{fault.F} {fault.Description}: {effect.Confirmed}, {effect.Evidence}");
        return effect;
    }
}
