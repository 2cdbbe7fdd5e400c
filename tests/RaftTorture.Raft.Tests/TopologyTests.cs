using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>Networks that are neither whole nor parted: with PreVote and CheckQuorum a cluster finds a leader that can lead.</summary>
public sealed class TopologyTests
{
    private const int Seeds = 10;
    private const int FaultMs = 15_000;

    [Test]
    public void A_star_around_a_follower_keeps_committing() => AssertAvailable((world, leader) => Star(world, Others(world, leader)[0]));

    [Test]
    public void A_bridge_between_the_leader_and_three_others_keeps_committing() => AssertAvailable(Bridge);

    [Test]
    public void A_deaf_leader_gives_way() => AssertAvailable((world, leader) =>
    {
        foreach (var other in Others(world, leader))
            world.CutOneWay(other, leader);
    });

    [Test]
    public void Without_check_quorum_a_deaf_leader_stops_the_cluster_for_ever()
    {
        var world = new RaftWorld(new WorldOptions { Nodes = 5, Configure = config => config with { PreVote = false, CheckQuorum = false } });
        var leader = world.ElectLeader();
        foreach (var other in Others(world, leader))
            world.CutOneWay(other, leader);
        Assert.That(world.PercentOfWindowsWithACommit(FaultMs), Is.LessThan(10));
    }

    [Test]
    public void A_follower_that_hears_nobody_unseats_nobody()
    {
        var world = new RaftWorld(5);
        var leader = world.ElectLeader();
        var term = world.HighestTerm;
        var deaf = Others(world, leader)[0];
        foreach (var other in world.Ids.Where(id => id != deaf))
            world.CutOneWay(other, deaf);
        Assert.That(world.PercentOfWindowsWithACommit(FaultMs), Is.EqualTo(100));
        Assert.That(world.HighestTerm, Is.EqualTo(term));
    }

    [Test]
    public void A_hub_with_a_stale_log_cannot_lead_and_the_cluster_recovers_on_heal()
    {
        var world = new RaftWorld(5);
        var leader = world.ElectLeader();
        var hub = Others(world, leader)[0];
        world.Isolate(hub);
        world.Write("x=8");
        world.Run(500);
        world.Heal();
        world.Crash(leader);
        Star(world, hub);
        Assert.That(world.PercentOfWindowsWithACommit(5_000), Is.Zero, "Raft cannot do it: no node is both connected to a majority and up to date");
        world.Converge();
    }

    private static void Star(RaftWorld world, NodeId hub)
    {
        foreach (var a in world.Ids.Where(id => id != hub))
        {
            foreach (var b in world.Ids.Where(id => id != hub && id != a))
                world.Cut(a, b);
        }
    }

    /// <summary>The leader reaches the bridge only; the bridge and two others reach each other; the fifth reaches nobody.</summary>
    private static void Bridge(RaftWorld world, NodeId leader)
    {
        var others = Others(world, leader);
        world.Isolate(others[3]);
        world.Cut(leader, others[1]);
        world.Cut(leader, others[2]);
    }

    private static NodeId[] Others(RaftWorld world, NodeId leader) => [.. world.Ids.Where(id => id != leader)];

    private static void AssertAvailable(Action<RaftWorld, NodeId> breakLinks)
    {
        var percents = Enumerable.Range(1, Seeds).Select(seed =>
        {
            var world = new RaftWorld(new WorldOptions { Nodes = 5, Seed = (ulong)seed });
            breakLinks(world, world.ElectLeader());
            var percent = world.PercentOfWindowsWithACommit(FaultMs);
            world.Converge();
            world.AssertNothingIsLost();
            return percent;
        });
        Assert.That(percents.Average(), Is.GreaterThanOrEqualTo(95));
    }
}
