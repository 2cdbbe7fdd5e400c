using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Packets;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel;

/// <summary>The queue on a real bridge, measured by probes that know nothing of it. Bounds are six standard deviations.</summary>
public sealed class PacketQueueTests
{
    private const int Count = 400;

    private static readonly Link There = new("n1", "n2");
    private static readonly Link Back = new("n2", "n1");
    private static readonly PacketShape Open = new(0, 0, null, 0, 0, 0, 0, 0);

    [Test]
    public async Task A_delay_holds_every_packet_of_its_direction_and_no_other()
    {
        var (there, back) = await MeasureAsync(Open with { DelayMs = 80 });
        Assert.That((there.Received, there.Overtaken), Is.EqualTo((Count, 0)));
        Assert.That(there.LeastMs, Is.GreaterThanOrEqualTo(80));
        Assert.That(back.LeastMs, Is.LessThan(40));
    }

    [Test]
    public async Task Jitter_stays_within_its_bounds_and_keeps_the_order()
    {
        var (there, _) = await MeasureAsync(Open with { DelayMs = 60, JitterMs = 20 });
        Assert.That((there.Received, there.Overtaken), Is.EqualTo((Count, 0)));
        Assert.That(there.LeastMs, Is.InRange(40, 75));
    }

    [Test]
    public async Task A_share_is_lost()
    {
        var (there, back) = await MeasureAsync(Open with { LossPercent = 20 });
        Assert.That(there.Lost, Is.InRange(32, 128));
        Assert.That(back.Lost, Is.Zero);
    }

    [Test]
    public async Task A_share_comes_twice()
    {
        var (there, _) = await MeasureAsync(Open with { DuplicatePercent = 20 });
        Assert.That((there.Received, there.Lost), Is.EqualTo((Count, 0)));
        Assert.That(there.Doubled, Is.InRange(32, 128));
    }

    [Test]
    public async Task A_share_overtakes_those_that_wait()
    {
        var (there, _) = await MeasureAsync(Open with { DelayMs = 30, ReorderPercent = 20 });
        Assert.That(there.Received, Is.EqualTo(Count));
        Assert.That(there.DelaysMs.Count(ms => ms < 25), Is.InRange(32, 128));
        Assert.That(there.Overtaken, Is.Positive);
    }

    [Test]
    public async Task A_share_arrives_changed()
    {
        var (there, _) = await MeasureAsync(Open with { CorruptPercent = 20 });
        Assert.That(there.Corrupt, Is.InRange(32, 128));
        Assert.That(there.Lost, Is.Zero);
    }

    [Test]
    public async Task A_line_is_no_faster_than_its_rate()
    {
        var (there, _) = await MeasureAsync(Open with { BytesPerSecond = 100_000 }, new ProbeTrain(50, 0, 972, 1500));
        Assert.That(there.Received, Is.EqualTo(50));
        Assert.That(there.SpanMs, Is.GreaterThanOrEqualTo(485), "49 packets of 1000 bytes");
    }

    [Test]
    public async Task What_is_held_goes_on_when_it_ends_and_a_new_shape_takes_the_place_of_the_old()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        await ShapeAsync(network, Open with { DelayMs = 600_000 });
        var probes = network.ProbeAsync([There], new ProbeTrain(5, 0, 64, 20_000, Enough: 5));
        while ((await network.Kernel.AskAsync(new CountPackets(), default)).Seen < 5)
            await Task.Yield();
        var took = await ShapeAsync(network, null);
        Assert.That((await probes).Total.Received, Is.EqualTo(5));
        TestContext.Out.WriteLine($"ended in {took:0} ms");
        await ShapeAsync(network, Open with { LossPercent = 100 });
        Assert.That((await network.ProbeAsync([There], new ProbeTrain(5, 0, 64, 100))).Total.Received, Is.Zero);
    }

    [Test]
    public async Task A_cut_link_lets_nothing_through_that_was_held_or_copied()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        await ShapeAsync(network, Open with { DelayMs = 300, DuplicatePercent = 100 });
        var probes = network.ProbeAsync([There], new ProbeTrain(5, 0, 64, 1000));
        while ((await network.Kernel.AskAsync(new CountPackets(), default)).Seen < 5)
            await Task.Yield();
        await network.Kernel.AskAsync(new ApplyCuts(Cuts.None with { Packets = [PairOf(network, There)] }), default);
        Assert.That((await probes).Total, Has.Property("Received").Zero.And.Property("Doubled").Zero);
    }

    [Test]
    public async Task Rules_that_a_killed_harness_left_are_swept_and_those_of_one_that_lives_are_not()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        await network.Kernel.DemandAsync("iptables-restore", ["--noflush"], QueueRules.Add(6, [PairOf(network, There)]), default);
        await ShapeAsync(network, Open with { LossPercent = 100 });
        Assert.That(await network.Kernel.AskAsync(new SweepPacketRules(), default), Is.EqualTo(new SweptRules(1)));
        Assert.That((await network.ProbeAsync([There], new ProbeTrain(5, 0, 64, 100))).Total.Received, Is.Zero);
        await ShapeAsync(network, null);
        Assert.That(await network.Kernel.DemandAsync("iptables", ["-t", "raw", "-S"], null, default), Does.Not.Contain("RAFTTORTURE"));
    }

    [Test]
    public async Task What_it_can_do_is_found_by_trying()
    {
        await using var network = await BridgeNetwork.MakeAsync(1);
        var ability = await network.Kernel.AskAsync(new TryPackets(), default);
        Assert.That(ability.Works, Is.True, ability.Words);
        Assert.That(await network.Kernel.DemandAsync("iptables", ["-t", "raw", "-S"], null, default), Does.Not.Contain("RAFTTORTURE"));
    }

    private static async Task<(Arrivals There, Arrivals Back)> MeasureAsync(PacketShape shape, ProbeTrain? train = null)
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        var took = await ShapeAsync(network, shape);
        var seen = await network.ProbeAsync([There, Back], train ?? new ProbeTrain(Count, GapMs: 1, Bytes: 200, PatienceMs: 500));
        TestContext.Out.WriteLine($"in force after {took:0} ms; there: {seen.Links[0].Arrivals}; back: {seen.Links[1].Arrivals}");
        return (seen.Links[0].Arrivals, seen.Links[1].Arrivals);
    }

    private static async Task<double> ShapeAsync(BridgeNetwork network, PacketShape? shape)
    {
        Require.Programs("iptables", "iptables-restore");
        ImmutableArray<ShapedPair> pairs = shape is null ? [] : [new ShapedPair(PairOf(network, There), shape)];
        return (await network.Kernel.AskAsync(new ShapePackets(pairs, Seed: 1), default)).TookMs;
    }

    private static AddressPair PairOf(BridgeNetwork network, Link link) => new(network.AddressOf(link.From), network.AddressOf(link.To));
}
