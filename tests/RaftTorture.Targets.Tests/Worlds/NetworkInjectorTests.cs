using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;
using RaftTorture.Targets.Worlds.Faults;
using RaftTorture.Targets.Worlds.Network;

namespace RaftTorture.Targets.Tests.Worlds;

/// <summary>Every receipt of partitions and packet faults twice: with levers that work, and with levers that do nothing, when it must not be confirmed.</summary>
public sealed class NetworkInjectorTests
{
    private const int PeerPort = 7000;

    private static readonly ImmutableArray<Link> IsolateN1 = [new("n1", "n2"), new("n1", "n3"), new("n2", "n1"), new("n3", "n1")];

    private static readonly ImmutableArray<Link> All = [.. IsolateN1, new("n2", "n3"), new("n3", "n2")];

    private static IEnumerable<TestCaseData> Faults =>
    [
        Case("blackhole", new Fault.Partition("one", IsolateN1)),
        Case("all links", new Fault.Partition("all", All)),
        Case("one way", new Fault.Partition("one-way", [new("n2", "n3")])),
        Case("requests", new Fault.Partition("one-way", [new("n1", "n2"), new("n1", "n3")], CutMode.Requests)),
        Case("reset", new Fault.Partition("one", IsolateN1, CutMode.Reset)),
        Case("delay", new Fault.Packet(IsolateN1, 30, 10)),
        Case("jitter from nothing", new Fault.Packet([new("n1", "n2")], 20, 20)),
        Case("rate", new Fault.Packet(IsolateN1, 0, 0, 65_536)),
        Case("slow and narrow", new Fault.Packet(All, 50, 10, 65_536)),
        Case("loss", new Fault.Packet(All, 0, 0) { LossPercent = 20 }),
        Case("rare loss", new Fault.Packet([new("n1", "n2")], 0, 0) { LossPercent = 1 }),
        Case("bursts of loss", new Fault.Packet(All, 0, 0) { LossPercent = 20, CorrelationPercent = 50 }),
        Case("duplicates", new Fault.Packet(All, 0, 0) { DuplicatePercent = 10 }),
        Case("reordering", new Fault.Packet(All, 30, 0) { ReorderPercent = 25 }),
        Case("corruption", new Fault.Packet(All, 0, 0) { CorruptPercent = 5 }),
        Case("all at once", new Fault.Packet(All, 40, 10) { LossPercent = 10, DuplicatePercent = 5, ReorderPercent = 20, CorruptPercent = 5, CorrelationPercent = 25 }),
    ];

    /// <summary>One of each kind: a receipt is refused only after a long look.</summary>
    private static IEnumerable<TestCaseData> SomeFaults =>
    [
        Case("blackhole", new Fault.Partition("one", IsolateN1)),
        Case("requests", new Fault.Partition("one-way", [new("n1", "n2"), new("n1", "n3")], CutMode.Requests)),
        Case("delay", new Fault.Packet(IsolateN1, 30, 10)),
        Case("loss", new Fault.Packet(All, 0, 0) { LossPercent = 20 }),
    ];

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Faults))]
    public async Task A_fault_and_its_heal_are_confirmed_by_what_probes_saw(Fault fault)
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var injectors = new Bench(network, network.Kernel);
        var effect = await injectors.ApplyAsync(fault);
        var healed = await injectors.ApplyAsync(fault.Heal!);
        Assert.That((effect.Confirmed, healed.Confirmed), Is.EqualTo((true, true)), $"{effect.Evidence} / {healed.Evidence}");
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_fault_that_does_nothing_is_not_confirmed(Fault fault)
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var effect = await new Bench(network, new IdleLevers(network.Kernel)).ApplyAsync(fault);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [TestCaseSource(nameof(SomeFaults))]
    public async Task A_heal_that_does_nothing_is_not_confirmed(Fault fault)
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var levers = new IdleLevers(network.Kernel) { AreIdle = false };
        var injectors = new Bench(network, levers);
        await injectors.ApplyAsync(fault);
        levers.AreIdle = true;
        var healed = await injectors.ApplyAsync(fault.Heal!);
        Assert.That(healed.Confirmed, Is.False, healed.Evidence);
    }

    [Test]
    public async Task A_partition_that_cuts_too_much_is_not_confirmed()
    {
        await using var network = await BridgeNetwork.MakeAsync();
        await network.Inside("n3").AskAsync(new RunProgram("ip", ["link", "set", "eth0", "down"]), default);
        var effect = await new Bench(network, network.Kernel).ApplyAsync(new Fault.Partition("one-way", [new("n1", "n2")]));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task A_partition_and_a_packet_fault_overlap_in_any_order()
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var injectors = new Bench(network, network.Kernel);
        var packet = new Fault.Packet(All, 60, 20) { LossPercent = 30 };
        var partition = new Fault.Partition("one", IsolateN1);
        foreach (var fault in new Fault[] { packet, partition, packet.Heal, packet, partition.Heal, partition, partition.Heal, packet.Heal })
            Assert.That(await injectors.ApplyAsync(fault), Has.Property("Confirmed").True);
    }

    [Test]
    public async Task Where_a_partition_silences_every_link_neither_a_packet_fault_nor_its_heal_is_confirmed()
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var injectors = new Bench(network, network.Kernel);
        var packet = new Fault.Packet(IsolateN1, 60, 20);
        var partition = new Fault.Partition("one", IsolateN1);
        foreach (var (fault, isConfirmed) in new (Fault, bool)[]
        {
            (partition, true), (packet, false), (partition.Heal, true), (packet, true), (partition, true), (packet.Heal, false), (partition.Heal, true), (packet.Heal, true),
        })
            Assert.That(await injectors.ApplyAsync(fault), Has.Property("Confirmed").EqualTo(isConfirmed));
    }

    [Test]
    public async Task Links_of_a_dead_node_whose_network_is_gone_are_probed_through_a_stand_in()
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var injectors = new Bench(network, network.Kernel);
        await network.EndAsync("n1");
        var packet = new Fault.Packet(IsolateN1, 0, 0) { LossPercent = 30 };
        foreach (var fault in new Fault[] { new Fault.Partition("one", IsolateN1), new Fault.HealPartition(), packet, packet.Heal })
            Assert.That(await injectors.ApplyAsync(fault), Has.Property("Confirmed").True);
        Assert.That(await network.Kernel.DemandAsync("ip", ["link"], null, default), Does.Not.Contain("rts"));
    }

    /// <summary>Both injectors on one network.</summary>
    private sealed class Bench
    {
        private readonly IInjector[] _injectors;

        public Bench(BridgeNetwork network, IKernel kernel)
        {
            Require.Programs("iptables", "iptables-restore");
            var nodes = network.Nodes.ToDictionary(node => node.Node, IWorldNode (node) => new NetworkedNode(node));
            var links = new KernelNetwork(kernel, nodes, PeerPort, seed: 1);
            _injectors = [new KernelPartitionInjector(links), new KernelPacketInjector(links)];
        }

        public async Task<FaultEffect> ApplyAsync(Fault fault)
        {
            var effect = await _injectors.Single(injector => injector.Kind == fault.Kind).ApplyAsync(fault, CancellationToken.None);
            TestContext.Out.WriteLine($"{fault.F} {fault.Description}: {effect.Confirmed}\n  {effect.Evidence}");
            return effect;
        }
    }
}
