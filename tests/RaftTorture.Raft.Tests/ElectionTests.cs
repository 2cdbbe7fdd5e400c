using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Who leads, and who does not: sections 5.1 and 5.2, told with whole clusters.</summary>
public sealed class ElectionTests
{
    [Test]
    public void A_single_node_serves_at_once_and_keeps_its_value_over_a_crash()
    {
        var world = new RaftWorld(1);
        world.Write("x=8");
        Assert.That(world.NowMs, Is.LessThan(20));
        world.Crash(N1);
        world.Restart(N1);
        world.RunUntil(() => world[N1].Machine.Values.GetValueOrDefault("x") == "8", maxMs: 20);
    }

    [Test]
    public void A_cold_cluster_has_one_leader_within_two_timeouts_and_all_know_it([Range(1, 40)] int seed)
    {
        var world = new RaftWorld(new WorldOptions { Seed = (ulong)seed });
        var leader = world.ElectLeader(maxMs: 600);
        world.Run(50);
        Assert.That(world.Nodes.Select(node => node.Core.Leader), Is.All.EqualTo(leader));
        Assert.That(world.Nodes.Select(node => node.Core.Term), Is.All.EqualTo(world.HighestTerm));
    }

    [Test]
    public void The_first_timer_to_fire_wins_the_votes_of_all()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3));
        world.Campaign(N1);
        Assert.That(world[N1].Core.Role, Is.EqualTo(Role.Leader));
        Assert.That(world.Nodes.Select(node => node.Storage.HardState), Is.All.EqualTo(new HardState(new Term(1), N1)));
    }

    [Test]
    public void A_lost_heartbeat_starts_no_election()
    {
        var world = new RaftWorld(3);
        var leader = world.ElectLeader();
        var term = world.HighestTerm;
        var lost = new Queue<Message>();
        world.Network.Catch(message => message is Message.AppendEntries && lost.Count < 2 && Remember(lost, message));
        world.Run(2_000);
        Assert.That(lost, Has.Count.EqualTo(2));
        Assert.That((world.Leader?.Id, world.HighestTerm), Is.EqualTo(((NodeId?)leader, term)));
    }

    [Test]
    public void A_healthy_cluster_never_changes_its_leader()
    {
        var world = new RaftWorld(5);
        var leader = world.ElectLeader();
        var term = world.HighestTerm;
        world.Run(60_000);
        Assert.That((world.Leader?.Id, world.HighestTerm), Is.EqualTo(((NodeId?)leader, term)));
    }

    [Test]
    public void A_split_vote_leaves_the_term_without_leader_and_a_later_timer_resolves_it()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(4));
        world.Partition(N1, N3);
        world.StartCampaign(N1);
        world.Campaign(N2);
        Assert.That(world.Nodes.Select(node => node.Core.VotedFor), Is.EqualTo(new NodeId?[] { N1, N2, N1, N2 }));
        Assert.That(world.Nodes.Any(node => node.IsLeader), Is.False);
        world.Heal();
        world.Campaign(N1);
        Assert.That((world[N1].Core.Role, world[N2].Core.Role, world.HighestTerm), Is.EqualTo((Role.Leader, Role.Follower, new Term(2))));
    }

    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    public void A_crashed_leader_is_replaced_and_follows_when_it_returns(int nodes)
    {
        var world = new RaftWorld(nodes);
        var old = world.ElectLeader();
        world.Crash(old);
        var successor = world.ElectLeader(otherThan: old, maxMs: 1_500);
        world.Restart(old);
        world.RunUntil(() => world[old].Core.Leader == successor, maxMs: 100);
        Assert.That(world[old].Core.Role, Is.EqualTo(Role.Follower));
    }

    [TestCase(1, 0)]
    [TestCase(2, 0)]
    [TestCase(3, 1)]
    [TestCase(4, 1)]
    [TestCase(5, 2)]
    [TestCase(7, 3)]
    public void A_cluster_elects_with_so_many_nodes_down_and_not_with_one_more(int nodes, int tolerated)
    {
        var world = new RaftWorld(nodes);
        world.Crash([.. world.Ids.Take(tolerated)]);
        world.ElectLeader();
        world.Crash([.. world.Ids.Take(tolerated + 1)]);
        world.Run(1_000);
        Assert.That(world.Leader, Is.Null);
    }

    [Test]
    public void Without_a_majority_no_write_is_ever_acknowledged()
    {
        var world = new RaftWorld(3);
        var leader = world.ElectLeader();
        world.Crash([.. world.Ids.Where(id => id != leader)]);
        var write = world.Propose(leader, "x=8");
        world.Run(5_000);
        Assert.That(write.Outcome, Is.EqualTo(Outcome.Unknown));
        Assert.That(world.Propose(leader, "x=9").Outcome, Is.EqualTo(Outcome.Rejected));
    }

    [Test]
    public void At_most_one_node_leads_a_term_though_two_may_believe_they_lead()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(5));
        world.Elect(N1);
        world.Isolate(N1);
        world.Elect(N2);
        Assert.That(world.Nodes.Count(node => node.IsLeader), Is.EqualTo(2));
        Assert.That(world[N1].Core.Term, Is.LessThan(world[N2].Core.Term));
    }

    private static bool Remember(Queue<Message> lost, Message message)
    {
        if (lost.Any(earlier => earlier.To == message.To))
            return false;
        lost.Enqueue(message);
        return true;
    }
}
