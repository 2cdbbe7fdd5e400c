using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel;

/// <summary>The firewall on a real bridge, seen by probes that know nothing of it.</summary>
public sealed class FirewallTests
{
    private const int Port = 7000;

    private static readonly ProbeTrain Train = new(Count: 3, GapMs: 5, Bytes: 64, PatienceMs: 200, Enough: 3);

    [Test]
    public async Task An_open_network_delivers_every_probe()
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var seen = await network.ProbeAsync(network.Links, Train);
        TestContext.Out.WriteLine(seen.Total);
        Assert.That(seen.Total, Has.Property("Sent").EqualTo(18).And.Property("Received").EqualTo(18));
    }

    [Test]
    public async Task A_cut_link_lets_nothing_through_and_the_way_back_stays_open()
    {
        await using var network = await BridgeNetwork.MakeAsync();
        var state = await CutAsync(network, Cuts.None with { Packets = [Pair(network, "n1", "n2")] });
        var seen = await network.ProbeAsync(network.Links, Train);
        TestContext.Out.WriteLine($"{state}: {string.Join("; ", seen.Links)}");
        Assert.That(seen.Links.Where(link => link.Arrivals.Received == 0).Select(link => link.Link), Is.EqualTo(new Link[] { new("n1", "n2") }));
        Assert.That((await network.Kernel.AskAsync(new ReadFirewall(), default)).DroppedPackets, Is.EqualTo(3));
    }

    [Test]
    public async Task A_new_cut_takes_the_place_of_the_old_and_no_cut_heals()
    {
        await using var network = await BridgeNetwork.MakeAsync();
        await CutAsync(network, Cuts.None with { Packets = [Pair(network, "n1", "n2")] });
        await CutAsync(network, Cuts.None with { Packets = [Pair(network, "n2", "n1")] });
        Assert.That(await SilentAsync(network), Is.EqualTo(new Link[] { new("n2", "n1") }));
        var healed = await CutAsync(network, Cuts.None);
        Assert.That(healed.Elements, Is.Zero);
        Assert.That(await SilentAsync(network), Is.Empty);
    }

    [Test]
    public async Task Requests_vanish_one_way_and_all_else_passes()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        await CutAsync(network, Cuts.None with { Requests = [Pair(network, "n1", "n2")], PeerPort = Port });
        Assert.That(await ConnectAsync(network, "n1", "n2"), Is.EqualTo(ConnectionOutcome.Silent));
        Assert.That(await ConnectAsync(network, "n2", "n1"), Is.EqualTo(ConnectionOutcome.Refused));
        Assert.That(await SilentAsync(network), Is.Empty);
    }

    [Test]
    public async Task A_reset_answers_at_once()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        using var listener = await ListenAsync(network, "n2");
        Assert.That(await ConnectAsync(network, "n1", "n2"), Is.EqualTo(ConnectionOutcome.Connected));
        await CutAsync(network, Cuts.None with { Resets = [Pair(network, "n1", "n2")] });
        Assert.That(await ConnectAsync(network, "n1", "n2"), Is.EqualTo(ConnectionOutcome.Refused));
        Assert.That(await SilentAsync(network), Is.EqualTo(new Link[] { new("n1", "n2") }));
        Assert.That((await network.Kernel.AskAsync(new ReadFirewall(), default)).ResetPackets, Is.Positive);
    }

    [Test]
    public async Task A_firewall_that_is_disposed_leaves_nothing()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        var inside = network.Inside("n1");
        await inside.AskAsync(new ApplyCuts(Cuts.None with { Packets = [Pair(network, "n1", "n2")] }), default);
        Assert.That(await inside.DemandAsync("nft", ["list", "tables"], null, default), Does.Contain("rafttorture_"));
        await inside.AskAsync(new EndWorkshop(), default);
        Assert.That(await inside.DemandAsync("nft", ["list", "tables"], null, default), Is.Empty);
    }

    [Test]
    public async Task An_nft_that_was_ended_by_others_takes_its_cuts_along_and_is_started_again()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        await CutAsync(network, Cuts.None with { Packets = [Pair(network, "n1", "n2")] });
        foreach (var nft in ChildrenIn(network))
        {
            nft.Kill();
            await nft.WaitForExitAsync();
            nft.Dispose();
        }

        Assert.That(await SilentAsync(network), Is.Empty);
        await CutAsync(network, Cuts.None with { Packets = [Pair(network, "n2", "n1")] });
        Assert.That(await SilentAsync(network), Is.EqualTo(new Link[] { new("n2", "n1") }));
    }

    [Test]
    public async Task What_it_can_do_is_found_by_trying()
    {
        await using var network = await BridgeNetwork.MakeAsync(1);
        foreach (var resets in new[] { false, true })
            Assert.That(await network.Kernel.AskAsync(new TryFirewall(resets), default), Has.Property("Works").True);
        Assert.That(await network.Kernel.DemandAsync("nft", ["list", "tables"], null, default), Is.Empty);
    }

    /// <summary>The programs that run in the namespace of the bridge.</summary>
    private static IEnumerable<Process> ChildrenIn(BridgeNetwork network)
    {
        var here = new FileInfo(network.Kernel.Path).LinkTarget;
        return Process.GetProcessesByName("nft").Where(nft => new FileInfo($"/proc/{nft.Id}/ns/net").LinkTarget == here);
    }

    private static AddressPair Pair(BridgeNetwork network, string from, string to) => new(network.AddressOf(from), network.AddressOf(to));

    private static Task<FirewallState> CutAsync(BridgeNetwork network, Cuts cuts) => network.Kernel.AskAsync(new ApplyCuts(cuts), default);

    private static async Task<ImmutableArray<Link>> SilentAsync(BridgeNetwork network) =>
        [.. (await network.ProbeAsync(network.Links, Train)).Links.Where(link => link.Arrivals.Received == 0).Select(link => link.Link)];

    private static async Task<ConnectionOutcome> ConnectAsync(BridgeNetwork network, string from, string to)
    {
        var seen = await network.Kernel.AskAsync(new ProbeConnections(network.Nodes, [new Link(from, to)], Port, Tries: 1, PatienceMs: 300), default);
        return seen.Tries.Single().Outcome;
    }

    private static async Task<IDisposable> ListenAsync(BridgeNetwork network, string node) => (await network.Inside(node).AskAsync(new Listen(Port), default)).Listener;
}
