using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Tests.Fakes;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class NemesisTests
{
    private static readonly ImmutableArray<string> Nodes = ["n1", "n2", "n3", "n4", "n5"];
    private static readonly Plan Plan = new() { Seed = 3, Nemesis = ["all"], TimeLimitSeconds = 600 };

    [Test]
    public void The_same_seed_gives_the_same_faults_and_another_gives_others()
    {
        var schedule = Play(Plan);

        Assert.That(Play(Plan), Is.EqualTo(schedule));
        Assert.That(Play(Plan with { Seed = 4 }), Is.Not.EqualTo(schedule));
    }

    [Test]
    public void Each_fault_is_healed_before_the_next_of_its_family_and_families_overlap()
    {
        var faults = new Playback<Fault>().Take(NemesisSchedule.Create(Plan), 1000).Select(played => played.Item).ToList();

        foreach (var family in faults.GroupBy(fault => fault.Kind))
            Assert.That(family.Select(fault => fault.IsHeal), Is.EqualTo(family.Select((_, i) => !family.Key.IsMomentary() && i % 2 == 1)));
        Assert.That(faults.Zip(faults.Skip(1)), Has.Some.Matches<(Fault, Fault)>(pair => pair.Item1.Heal is not null && pair.Item2.Heal is not null));
    }

    [Test]
    public void A_family_acts_about_once_an_interval_until_the_time_limit()
    {
        var played = new Playback<Fault>().Take(NemesisSchedule.Create(Plan with { Nemesis = ["kill"] }), 1000);

        Assert.That(played, Has.Count.InRange(100, 140));
        Assert.That(played[^1].AtNs, Is.InRange(580e9, 600e9));
    }

    [Test]
    public void Every_shape_of_partition_is_drawn_and_cuts_something()
    {
        var partitions = Draw(PartitionFaults.Draw, new ClusterView("n2", [])).Cast<Fault.Partition>().ToList();

        Assert.That(partitions.Select(fault => fault.Shape).Distinct(), Is.EquivalentTo(
            new[] { "one", "halves", "majority", "majorities-ring", "bridge", "one-way", "primary" }));
        Assert.That(partitions, Has.None.Matches<Fault.Partition>(fault => fault.Cut.IsEmpty));
    }

    [Test]
    public void The_primary_is_the_leader_and_without_one_nobody_is_called_so()
    {
        var known = Draw(PartitionFaults.Draw, new ClusterView("n2", [])).Cast<Fault.Partition>().Where(fault => fault.Shape == "primary");
        var unknown = Draw(PartitionFaults.Draw, ClusterView.Nothing).Cast<Fault.Partition>();

        Assert.That(known.SelectMany(fault => fault.Cut), Has.All.Matches<Link>(link => link.From == "n2" || link.To == "n2"));
        Assert.That(unknown, Has.None.Matches<Fault.Partition>(fault => fault.Shape == "primary"));
    }

    [Test]
    public void A_one_way_partition_is_never_a_reset()
    {
        var partitions = Draw(PartitionFaults.Draw, ClusterView.Nothing).Cast<Fault.Partition>().ToList();

        Assert.That(partitions.Where(fault => fault.Mode == CutMode.Reset), Is.Not.Empty);
        Assert.That(partitions.Where(fault => fault.Shape == "one-way"), Has.All.Matches<Fault.Partition>(fault => fault.Mode == CutMode.Blackhole));
    }

    [Test]
    public void Kills_reach_from_one_node_to_all_and_pauses_stop_at_a_majority()
    {
        var kills = Draw(KillFaults.Draw, ClusterView.Nothing).Cast<Fault.Kill>().Select(fault => fault.Nodes.Length).Distinct();
        var pauses = Draw(PauseFaults.Draw, ClusterView.Nothing).Cast<Fault.Pause>().Select(fault => fault.Nodes.Length).Distinct();

        Assert.That(kills, Is.EquivalentTo(new[] { 1, 2, 3, 5 }));
        Assert.That(pauses, Is.EquivalentTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_node_that_one_fault_holds_is_not_struck_by_another()
    {
        var held = new ClusterView("n1", [new Fault.Pause(["n1", "n2"]), new Fault.Kill(["n3"])]);
        var struck = Draw(KillFaults.Draw, held).Cast<Fault.Kill>().SelectMany(fault => fault.Nodes).Distinct();

        Assert.That(struck, Is.EquivalentTo(new[] { "n4", "n5" }));
    }

    [Test]
    public void With_every_node_held_a_family_waits()
    {
        var cycle = new FaultCycle(Nodes, KillFaults.Draw, new Dice(1));
        var context = new Context(0, 0, [0]) { Cluster = new ClusterView(null, [new Fault.Pause(Nodes)]) };

        Assert.That(cycle.Next(context), Is.InstanceOf<Step<Fault>.Pending>());
    }

    [Test]
    public void Slow_links_are_all_or_those_of_one_node()
    {
        var counts = Draw(PacketFaults.Draw, ClusterView.Nothing).Cast<Fault.Packet>().Select(fault => fault.Links.Length).Distinct();

        Assert.That(counts, Is.EquivalentTo(new[] { 20, 8 }));
    }

    [Test]
    public void The_lead_is_handed_to_a_standing_follower_or_to_whom_the_leader_chooses()
    {
        var view = new ClusterView("n1", [new Fault.Kill(["n2"]), new Fault.Shrink("n3")]);
        var successors = Draw(TransferFaults.Draw, view).Cast<Fault.Transfer>().Select(fault => fault.To).Distinct();

        Assert.That(successors, Is.EquivalentTo(new[] { null, "n4", "n5" }));
    }

    [Test]
    public void Snapshots_are_asked_of_standing_members_from_one_to_all()
    {
        var view = new ClusterView("n1", [new Fault.Kill(["n2"]), new Fault.Shrink("n3")]);
        var drawn = Draw(SnapshotFaults.Draw, view).Cast<Fault.TakeSnapshot>().ToList();

        Assert.That(drawn.SelectMany(fault => fault.Nodes).Distinct(), Is.EquivalentTo(new[] { "n1", "n4", "n5" }));
        Assert.That(drawn.Select(fault => fault.Nodes.Length).Distinct(), Is.EquivalentTo(new[] { 1, 3 }));
    }

    [Test]
    public void Any_member_leaves_and_the_leader_more_often()
    {
        var counts = Draw(MembershipFaults.Draw, new ClusterView("n2", [])).Cast<Fault.Shrink>().CountBy(fault => fault.Node).ToDictionary();

        Assert.That(counts.Keys, Is.EquivalentTo(Nodes));
        Assert.That(counts["n2"], Is.GreaterThan(counts["n1"] * 2));
    }

    [Test]
    public void Nobody_leaves_before_the_last_one_is_back_and_who_is_down_is_not_called()
    {
        var gone = new Fault.Shrink("n3");

        Assert.That(Draw(MembershipFaults.Draw, new ClusterView("n1", [gone])).Distinct(), Is.EqualTo(new[] { new Fault.Grow("n3") }));
        Assert.That(Draw(MembershipFaults.Draw, new ClusterView("n1", [gone, new Fault.Pause(["n3"])])), Is.Empty);
    }

    [Test]
    public void Nothing_is_asked_of_a_cluster_without_a_majority_that_could_grant_it()
    {
        var view = new ClusterView("n1", [new Fault.Kill(["n3", "n4"]), new Fault.Pause(["n5"])]);

        Assert.That(Draw(TransferFaults.Draw, view), Is.Empty);
        Assert.That(Draw(MembershipFaults.Draw, view), Is.Empty);
    }

    [Test]
    public void Nothing_is_asked_of_a_cluster_that_nobody_leads()
    {
        var view = new ClusterView("n1", []) { IsLeaderless = true };
        var back = new FaultCycle(Nodes, (_, _, ref _) => new Fault.Shrink("n3"), new Dice(1)).Next(new Context(0, 0, [0])) as Step<Fault>.Emit;

        Assert.That(Draw(TransferFaults.Draw, view), Is.Empty);
        Assert.That(Draw(MembershipFaults.Draw, view), Is.Empty);
        Assert.That(Draw(MembershipFaults.Draw, view with { InForce = [new Fault.Shrink("n3")] }), Is.Empty);
        Assert.That(back!.Then.Next(new Context(0, 0, [0]) { Cluster = view }), Is.InstanceOf<Step<Fault>.Pending>());
        Assert.That(back.Then.Next(new Context(0, 0, [0])), Is.InstanceOf<Step<Fault>.Emit>());
    }

    [Test]
    public void What_has_no_heal_is_a_heal_or_momentary()
    {
        var faults = new Playback<Fault>().Take(NemesisSchedule.Create(Plan), 1000).Select(played => played.Item).ToList();

        Assert.That(faults.Where(fault => fault.Heal is null), Has.All.Matches<Fault>(fault => fault.IsHeal != fault.Kind.IsMomentary()));
        Assert.That(faults.Where(fault => fault.Heal is not null), Has.All.Matches<Fault>(fault => fault.Heal!.IsHeal && fault.Heal.Kind == fault.Kind));
    }

    [TestCase("none", new FaultKind[0])]
    [TestCase("all", new[] { FaultKind.Partition, FaultKind.Kill, FaultKind.Pause, FaultKind.Packet, FaultKind.Transfer, FaultKind.Snapshot, FaultKind.Membership })]
    [TestCase("pause", new[] { FaultKind.Pause })]
    public void Names_ask_for_families(string name, FaultKind[] kinds) => Assert.That(NemesisCatalog.Kinds(Plan with { Nemesis = [name] }), Is.EqualTo(kinds));

    [TestCase("netns")]
    [TestCase("docker")]
    public void All_are_all_that_the_world_has(string world) =>
        Assert.That(NemesisCatalog.Kinds(Plan with { World = world }), Is.EquivalentTo(Enum.GetValues<FaultKind>()));

    [Test]
    public void An_unknown_name_is_refused_with_those_there_are()
    {
        var refusal = Assert.Throws<PlanException>(() => NemesisCatalog.Kinds(Plan with { Nemesis = ["kill", "meteor"] }));

        Assert.That(refusal.Message, Is.EqualTo("unknown nemesis 'meteor': choose from partition, kill, pause, packet, clock, power, disk, corruption, cpu, memory, restart, transfer, snapshot, membership, pause-kill, part-kill, none, all"));
    }

    private static List<string> Play(Plan plan) =>
        [.. new Playback<Fault>().Take(NemesisSchedule.Create(plan), 200).Select(played => $"{played.AtNs} {played.Item.F} {played.Item.Description}")];

    /// <summary>What is drawn in 400 tries; a choice that cannot be had now, such as the leader while there is none, draws nothing.</summary>
    private static List<Fault> Draw(DrawFault draw, ClusterView cluster)
    {
        var dice = new Dice(9);
        return [.. Enumerable.Range(0, 400).Select(_ => draw(Nodes, cluster, ref dice)).OfType<Fault>()];
    }
}
