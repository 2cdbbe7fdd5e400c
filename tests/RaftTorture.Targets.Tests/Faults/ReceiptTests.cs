using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Faults;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Faults;

/// <summary>Every receipt twice: with levers that work, and with levers that do nothing, when it must not be confirmed.</summary>
public sealed class ReceiptTests
{
    private static readonly Levers Broken = new(static (_, _, _) => { }, static (_, _) => { });

    private static readonly ImmutableArray<Link> IsolateN1 = [new("n1", "n2"), new("n1", "n3"), new("n2", "n1"), new("n3", "n1")];

    private static IEnumerable<TestCaseData> Faults =>
    [
        Case("blackhole", new Fault.Partition("one", IsolateN1)),
        Case("reset", new Fault.Partition("one", IsolateN1, CutMode.Reset)),
        Case("one way", new Fault.Partition("one-way", [new("n2", "n3")])),
        Case("delay", new Fault.Packet(IsolateN1, 30, 10)),
        Case("jitter from nothing", new Fault.Packet([new("n1", "n2")], 20, 20)),
        Case("rate", new Fault.Packet(IsolateN1, 0, 0, 20_000)),
        Case("kill", new Fault.Kill(["n2", "n3"])),
        .. OperatingSystem.IsWindows() ? Array.Empty<TestCaseData>() : [Case("pause", new Fault.Pause(["n1"]))],
    ];

    /// <summary>A start has no lever: its failure has a test of its own.</summary>
    private static IEnumerable<TestCaseData> FaultsHealedByLevers => Faults.Where(test => test.Arguments is not [Fault.Kill]);

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Faults))]
    public async Task A_fault_and_its_heal_are_confirmed_by_what_probes_saw(Fault fault)
    {
        await using var world = await World.StartAsync();
        var effect = await world.Cluster.ApplyAsync(fault, CancellationToken.None);
        var healed = await world.Cluster.ApplyAsync(fault.Heal!, CancellationToken.None);
        TestContext.Out.WriteLine($"{fault.Description}\n  {effect.Evidence}\n  {healed.Evidence}");
        Assert.That((effect.Confirmed, healed.Confirmed), Is.EqualTo((true, true)), $"{effect.Evidence} / {healed.Evidence}");
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_fault_that_does_nothing_is_not_confirmed(Fault fault)
    {
        await using var world = await World.StartAsync(with: options => options with { Levers = Broken });
        var effect = await world.Cluster.ApplyAsync(fault, CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [TestCaseSource(nameof(FaultsHealedByLevers))]
    public async Task A_heal_that_does_nothing_is_not_confirmed(Fault fault)
    {
        var levers = Levers.Real;
        await using var world = await World.StartAsync(with: options => options with
        {
            Levers = new Levers((proxy, direction, shape) => levers.Shape(proxy, direction, shape), (pid, signal) => levers.Signal(pid, signal)),
        });
        await world.Cluster.ApplyAsync(fault, CancellationToken.None);
        levers = Broken;
        var healed = await world.Cluster.ApplyAsync(fault.Heal!, CancellationToken.None);
        Assert.That(healed.Confirmed, Is.False, healed.Evidence);
    }

    [Test]
    public async Task A_start_of_a_node_that_cannot_run_is_not_confirmed_and_says_why()
    {
        await using var world = await World.StartAsync();
        await world.Cluster.ApplyAsync(new Fault.Kill(["n2"]), CancellationToken.None);
        world.BreakNode("n2");
        var effect = await world.Cluster.ApplyAsync(new Fault.Start(["n2"]), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False);
        Assert.That(effect.Evidence, Does.Contain("n2").And.Contain("made of cheese"));
        Assert.That(world.Cluster.UnexpectedExits, Is.Empty, "it never served: that is a start that failed, not a crash");
    }
}
