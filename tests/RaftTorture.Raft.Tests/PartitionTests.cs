using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Five nodes fall apart and come together again.</summary>
public sealed class PartitionTests
{
    [Test]
    public void The_majority_elects_and_on_heal_the_minority_takes_over_its_log()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(5));
        world.Elect(N2);
        world.Partition(N1, N2);
        var lost = world.Propose(N2, "x=3");
        world.Elect(N3);
        var kept = world.Propose(N3, "x=8");
        world.Settle();
        Assert.That((lost.Outcome, kept.Outcome), Is.EqualTo((Outcome.Open, Outcome.Ok)));
        Assert.That(world[N1].Commands, Is.EqualTo(new[] { "x=3" }), "the old leader still updates whom it can reach");
        world.Heal();
        world.Beat(N2);
        world.Beat(N3);
        Assert.That(world[N2].Core.Role, Is.EqualTo(Role.Follower));
        Assert.That(world.Nodes.Select(node => node.Commands), Is.All.EqualTo(new[] { "x=8" }));
        Assert.That(lost.Outcome, Is.EqualTo(Outcome.Unknown));
    }

    [Test]
    public void A_message_of_an_old_leader_that_arrives_late_changes_nothing()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3));
        world.Elect(N1);
        var late = world.Network.Catch(message => message is Message.AppendEntries && message.From == N1);
        world.Propose(N1, "x=3");
        world.Elect(N2);
        world.Propose(N2, "x=8");
        world.Settle();
        world.Network.Release(late);
        world.Settle();
        Assert.That(world[N3].Commands, Is.EqualTo(new[] { "x=8" }));
    }

    [Test]
    public void A_minority_that_was_cut_off_neither_raises_the_term_nor_unseats_the_leader()
    {
        var (term, leaders) = AfterAMinorityWasCutOffFor15s(preVoteAndCheckQuorum: true);
        Assert.That((term, leaders), Is.EqualTo((0L, 0)));
    }

    [Test]
    public void Without_pre_vote_the_same_minority_inflates_its_term_and_forces_an_election()
    {
        var (term, leaders) = AfterAMinorityWasCutOffFor15s(preVoteAndCheckQuorum: false);
        Assert.That(term, Is.GreaterThan(30));
        Assert.That(leaders, Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public void A_leader_that_was_cut_off_steps_down_and_follows_after_the_heal([Range(1, 20)] int seed)
    {
        var world = new RaftWorld(new WorldOptions { Nodes = 5, Seed = (ulong)seed });
        var old = world.ElectLeader();
        world.Isolate(old);
        var successor = world.ElectLeader(otherThan: old, maxMs: 1_500);
        world.RunUntil(() => !world[old].IsLeader, maxMs: 400);
        world.Run(5_000);
        var term = world[successor].Core.Term;
        world.Heal();
        world.Run(1_000);
        Assert.That((world.Leader?.Id, world.HighestTerm), Is.EqualTo(((NodeId?)successor, term)));
    }

    [Test]
    public void Entries_of_a_leader_that_lost_its_majority_are_rolled_back_and_never_acknowledged()
    {
        var world = new RaftWorld(5);
        var old = world.ElectLeader();
        var friend = world.Ids.First(id => id != old);
        world.Partition(old, friend);
        var writes = Enumerable.Range(0, 10).Select(i => world.Propose(old, $"old={i}")).ToArray();
        world.RunUntil(() => world.Leader is { } leader && leader.Id != old);
        Assert.That(world[friend].Commands, Has.Member("old=9"));
        world.Write("new=1");
        world.Converge();
        Assert.That(world.Nodes.SelectMany(node => node.Commands), Has.None.StartsWith("old="));
        Assert.That(writes.Select(write => write.Outcome), Is.All.EqualTo(Outcome.Unknown));
    }

    /// <summary>How far the term grew, and how many leaders took over, by the time the healed cluster is quiet.</summary>
    private static (long TermGrowth, int NewLeaders) AfterAMinorityWasCutOffFor15s(bool preVoteAndCheckQuorum)
    {
        var world = new RaftWorld(new WorldOptions
        {
            Nodes = 5,
            Configure = config => config with { PreVote = preVoteAndCheckQuorum, CheckQuorum = preVoteAndCheckQuorum },
        });
        var leader = world.ElectLeader();
        var before = world[leader].Core.Term;
        world.Partition([.. world.Ids.Where(id => id != leader).Take(2)]);
        world.Run(15_000);
        Assert.That(world[leader].Core.Term, Is.EqualTo(before), "the majority never noticed");
        world.Heal();
        world.Run(3_000);
        return (world.HighestTerm.Value - before.Value, world[leader].IsLeader && world[leader].Core.Term == before ? 0 : 1);
    }
}
