using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Tests.Faults;

/// <summary>What is drawn for clocks, disks, memory and processors.</summary>
public sealed class MachineFaultTests
{
    private static readonly ImmutableArray<string> Nodes = ["n1", "n2", "n3", "n4", "n5"];
    private static readonly ClusterView Calm = new("n1", []) { Primaries = ["n1", "n4"] };

    [Test]
    public void Clocks_jump_from_ten_milliseconds_to_minutes_both_ways()
    {
        var jumps = Draw<Fault.BumpClock>(ClockFaults.Among(["bump"], ["one"])).Select(fault => fault.OffsetMs).ToList();

        Assert.That(jumps.Select(Math.Abs).Min(), Is.EqualTo(11));
        Assert.That(jumps.Select(Math.Abs).Max(), Is.EqualTo(287_626));
        Assert.That(jumps.Count(jump => jump < 0), Is.InRange(100, 300));
    }

    [Test]
    public void Clocks_flicker_and_drift_within_what_can_be_measured()
    {
        var strobes = Draw<Fault.StrobeClock>(ClockFaults.Among(["strobe"], ["one"])).ToList();
        var drifts = Draw<Fault.DriftClock>(ClockFaults.Among(["drift"], ["one"])).ToList();

        Assert.That(strobes.Select(fault => Math.Abs(fault.DeltaMs)), Has.All.InRange(4, 8192));
        Assert.That(strobes.Select(fault => fault.PeriodMs), Has.All.InRange(1, 1024));
        Assert.That(drifts.Select(fault => Math.Abs(fault.Ppm)), Has.All.InRange(50_000, 1_000_000));
        Assert.That(drifts.Select(fault => fault.IsMonotonicToo).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void A_skewed_clock_holds_nobody_and_who_is_down_has_no_clock()
    {
        var view = new ClusterView("n1", [new Fault.BumpClock(["n1"], 100), new Fault.Kill(["n2"])]);
        var struck = Draw<Fault.BumpClock>(ClockFaults.Among(["bump"], NodeTargets.Choices), view).SelectMany(fault => fault.Nodes).Distinct();

        Assert.That(struck, Is.EquivalentTo(new[] { "n1", "n3", "n4", "n5" }));
    }

    [Test]
    public void A_clock_is_set_right_once_its_node_can_tell_that_it_is()
    {
        var wrong = new FaultCycle(Nodes, (_, _, ref _) => new Fault.BumpClock(["n1"], 100), new Dice(1)).Next(new Context(0, 0, [0])) as Step<Fault>.Emit;
        var paused = Calm with { InForce = [new Fault.Pause(["n1", "n2"])] };

        Assert.That(wrong!.Then.Next(new Context(0, 0, [0]) { Cluster = paused }), Is.InstanceOf<Step<Fault>.Pending>());
        Assert.That(wrong.Then.Next(new Context(0, 0, [0]) { Cluster = Calm with { InForce = [new Fault.Pause(["n2"])] } }), Is.InstanceOf<Step<Fault>.Emit>());
        Assert.That(FaultKind.Clock, Is.GreaterThan(FaultKind.Pause), "at the end too");
    }

    [Test]
    public void A_power_cut_mostly_loses_and_sometimes_tears()
    {
        var tails = Draw<Fault.CutPower>(PowerFaults.Among(PowerFaults.Tails, ["one"])).CountBy(fault => fault.Tail).ToDictionary();

        Assert.That(tails[PowerTail.Lost], Is.GreaterThan(tails[PowerTail.Torn] * 2));
        Assert.That(Draw<Fault.CutPower>(PowerFaults.Among(["torn"], ["one"])), Has.All.Property("Tail").EqualTo(PowerTail.Torn));
    }

    [Test]
    public void Disks_get_into_every_trouble_and_only_slow_ones_have_a_delay()
    {
        var broken = Draw<Fault.BreakDisk>(DiskFaults.Among(DiskFaults.Troubles, ["one"])).ToList();

        Assert.That(broken.Select(fault => fault.Trouble).Distinct(), Is.EquivalentTo(Enum.GetValues<DiskTrouble>()));
        Assert.That(broken.Where(fault => fault.Trouble == DiskTrouble.Slow).Select(fault => fault.DelayMs), Has.All.InRange(50, 500));
        Assert.That(broken.Where(fault => fault.Trouble != DiskTrouble.Slow).Select(fault => fault.DelayMs), Has.All.Zero);
    }

    [TestCase(0, new[] { 1, 2 })]
    [TestCase(1, new[] { 1 })]
    [TestCase(2, new int[0])]
    public void Never_more_than_a_strict_minority_is_damaged_or_away(int away, int[] counts)
    {
        var view = Calm with { InForce = [new Fault.Pause([.. Nodes.Take(away)])] };
        var damaged = Draw<Fault.Corrupt>(CorruptionFaults.Among(CorruptionFaults.Damages, CorruptionFaults.Choices), view);

        Assert.That(damaged.Select(fault => fault.Nodes.Length).Distinct(), Is.EquivalentTo(counts));
    }

    [Test]
    public void Who_left_counts_too()
    {
        var view = Calm with { InForce = [new Fault.Replace("n3"), new Fault.Kill(["n2"])] };

        Assert.That(Draw<Fault>(CorruptionFaults.Among(CorruptionFaults.Damages, CorruptionFaults.Choices), view), Is.Empty);
    }

    [Test]
    public void Who_was_not_seen_to_serve_again_is_mended_before_another_is_damaged()
    {
        var open = new Fault.Corrupt(["n2"], DataDamage.Wipe, 1);
        var draw = CorruptionFaults.Among(CorruptionFaults.Damages, CorruptionFaults.Choices);

        Assert.That(Draw<Fault>(draw, Calm with { InForce = [open] }).Distinct(), Is.EqualTo(new[] { open.Heal }));
        Assert.That(Draw<Fault>(draw, Calm with { InForce = [open], IsLeaderless = true }), Is.Empty);
    }

    [Test]
    public void A_starved_node_that_must_start_gets_enough_to_do_so()
    {
        var starved = Draw<Fault.StarveCpu>(CpuFaults.Among(["one"])).ToList();

        Assert.That(starved.Where(fault => fault.FromStart).Select(fault => fault.Percent).Min(), Is.EqualTo(10));
        Assert.That(starved.Select(fault => fault.Percent).Min(), Is.EqualTo(1));
        Assert.That(starved.Select(fault => fault.Percent).Max(), Is.EqualTo(30));
    }

    [Test]
    public void Memory_is_squeezed_to_about_what_is_used() =>
        Assert.That(Draw<Fault.SqueezeMemory>(MemoryFaults.Among(["one"])).Select(fault => fault.Percent), Has.All.InRange(90, 110));

    [Test]
    public void Storms_are_short_lives_and_rolling_restarts_reach_whoever_stands()
    {
        var view = Calm with { InForce = [new Fault.Pause(["n5"])] };
        var storms = Draw<Fault.RestartStorm>(RestartFaults.Among(hasOtherVersion: false, NodeTargets.Choices)).ToList();
        var rolling = Draw<Fault.RollingRestart>(RestartFaults.Among(hasOtherVersion: false, NodeTargets.Choices), view).ToList();

        Assert.That(storms.Select(fault => (fault.Times, fault.GapMs)), Has.All.Matches<(int Times, int GapMs)>(life => life is { Times: >= 3 and <= 8, GapMs: >= 50 and <= 500 }));
        Assert.That(rolling, Has.All.Matches<Fault.RollingRestart>(fault => fault.Nodes.Order().SequenceEqual(["n1", "n2", "n3", "n4"])));
    }

    [TestCase(false, new[] { "rolling-restart" })]
    [TestCase(true, new[] { "rolling-restart", "upgrade", "downgrade" })]
    public void Versions_change_only_where_there_are_two(bool hasOther, string[] names) =>
        Assert.That(Draw<Fault.RollingRestart>(RestartFaults.Among(hasOther, ["one"])).Select(fault => fault.F).Distinct(), Is.EquivalentTo(names));

    [Test]
    public void Packets_suffer_everything_in_every_mixture_where_the_kernel_carries_them()
    {
        var packets = Draw<Fault.Packet>(PacketFaults.Among(PacketFaults.Behaviors)).ToList();

        Assert.That(packets.Count(fault => fault.LossPercent == 20 && fault.DuplicatePercent == 20 && fault.CorruptPercent == 20), Is.Positive);
        Assert.That(packets.Where(fault => fault.ReorderPercent > 0), Has.All.Property("DelayMs").Positive);
        Assert.That(packets.Count(fault => fault is { DelayMs: 0, BytesPerSecond: 125_000 }), Is.Positive);
    }

    [Test]
    public void Packets_suffer_only_where_a_partition_lets_a_probe_through()
    {
        var isolated = new Fault.Partition("one", PartitionShapes.Isolate([.. Nodes], "n1"));
        var all = new Fault.Partition("each for itself", [.. Nodes.SelectMany(node => PartitionShapes.Isolate([.. Nodes], node)).Distinct()]);
        var draw = PacketFaults.Among(PacketFaults.Behaviors);

        var packets = Draw<Fault.Packet>(draw, Calm with { InForce = [isolated] });
        Assert.That(packets, Has.Count.Positive.And.All.Matches<Fault.Packet>(packet => packet.Links.Except(isolated.Cut).Any()));
        Assert.That(Draw<Fault.Packet>(draw, Calm with { InForce = [all] }), Is.Empty);
        Assert.That(Draw<Fault.Packet>(draw, Calm with { InForce = [all with { Mode = CutMode.Requests }] }), Is.Not.Empty);
    }

    [Test]
    public void Packets_are_healed_once_a_partition_lets_a_probe_through()
    {
        var packet = new Fault.Packet([new("n1", "n2")], 50, 10);
        var slow = new FaultCycle(Nodes, (_, _, ref _) => packet, new Dice(1)).Next(new Context(0, 0, [0])) as Step<Fault>.Emit;
        var parted = Calm with { InForce = [packet, new Fault.Partition("one", packet.Links)] };

        Assert.That(slow!.Then.Next(new Context(0, 0, [0]) { Cluster = parted }), Is.InstanceOf<Step<Fault>.Pending>());
        Assert.That(slow.Then.Next(new Context(0, 0, [0]) { Cluster = Calm with { InForce = [packet] } }), Is.InstanceOf<Step<Fault>.Emit>());
        Assert.That(FaultKind.Packet, Is.GreaterThan(FaultKind.Partition), "at the end too");
    }

    [Test]
    public void There_is_one_partition_at_a_time() =>
        Assert.That(Draw<Fault>(PartitionFaults.Among(isOfPackets: true, PartitionFaults.Shapes), Calm with { InForce = [new Fault.Partition("one", [new("n1", "n2")])] }), Is.Empty);

    [Test]
    public void Where_the_kernel_carries_packets_a_one_way_cut_is_of_packets_or_of_requests_and_nothing_is_reset()
    {
        var cuts = Draw<Fault.Partition>(PartitionFaults.Among(isOfPackets: true, PartitionFaults.Shapes)).ToList();

        Assert.That(cuts.Where(fault => fault.Mode == CutMode.Requests).Select(fault => fault.Shape).Distinct(), Is.EqualTo(new[] { "one-way" }));
        Assert.That(cuts, Has.None.Property("Mode").EqualTo(CutMode.Reset));
    }

    [Test]
    public void Primaries_are_all_who_say_that_they_lead()
    {
        var killed = Draw<Fault.Kill>(KillFaults.Among(["primaries"])).First();

        Assert.That(killed.Nodes, Is.EquivalentTo(new[] { "n1", "n4" }));
    }

    [Test]
    public void A_member_is_replaced_half_the_time_and_only_while_a_copy_can_be_spared()
    {
        var gone = Calm with { InForce = [new Fault.Kill(["n2", "n3"])] };
        var draw = MembershipFaults.Among(mayReplace: true, MembershipFaults.Choices);

        Assert.That(Draw<Fault.Replace>(draw), Has.Count.InRange(120, 280));
        Assert.That(Draw<Fault.Replace>(draw, gone), Is.Empty);
        Assert.That(Draw<Fault>(draw, Calm with { InForce = [new Fault.Replace("n3")] }).Distinct(), Is.EqualTo(new[] { new Fault.Grow("n3") }));
    }

    private static List<T> Draw<T>(DrawFault draw, ClusterView? view = null)
        where T : Fault
    {
        var dice = new Dice(9);
        return [.. Enumerable.Range(0, 400).Select(_ => draw(Nodes, view ?? Calm, ref dice)).OfType<T>()];
    }
}
