using RaftTorture.TestKit.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Members come and go while the cluster serves: thesis chapter 4, told with whole clusters.</summary>
public sealed class MembershipStoryTests
{
    [Test]
    public void A_server_is_added_learns_the_log_and_then_votes()
    {
        var world = new RaftWorld(new WorldOptions { Spares = 1 });
        world.Write("x=8");
        world.Insist(() => world.Add(N4), members => members.Find(N4) is not null);
        Assert.That(world.Leader!.Core.Configuration.HasVoter(N4), Is.False, "it learns first");
        world.Insist(() => world.Promote(N4), members => members.HasVoter(N4));
        world.Crash(world.Ids.First(id => id != world.Leader!.Id && id != N4));
        world.Write("y=1");
        Assert.That(world[N4].Machine.Values["x"], Is.EqualTo("8"));
    }

    [Test]
    public void A_server_that_waits_to_be_added_never_campaigns()
    {
        var world = new RaftWorld(new WorldOptions { Spares = 1 });
        world.ElectLeader();
        world.Run(3_000);
        Assert.That((world[N4].Core.Role, world[N4].Core.Term), Is.EqualTo((Role.Follower, Term.Zero)));
    }

    [Test]
    public void A_learner_counts_neither_for_a_commit_nor_for_an_election()
    {
        var world = new RaftWorld(new WorldOptions { Spares = 2 });
        var leader = world.ElectLeader();
        foreach (var learner in new[] { N4, N5 })
            world.Insist(() => world.Add(learner), members => members.Find(learner) is not null);
        world.Converge();
        world.Crash([.. world.Ids.Take(3).Where(id => id != leader)]);
        var write = world.Propose(leader, "x=8");
        world.Run(3_000);
        Assert.That((write.Outcome, world.Leader), Is.EqualTo((Outcome.Unknown, (SimulatedNode?)null)));
    }

    [Test]
    public void A_leader_that_lost_its_term_before_its_own_removal_spread_campaigns_for_it()
    {
        var world = new RaftWorld(2);
        var old = world.ElectLeader();
        var other = world.Ids.First(id => id != old);
        world.Write("x=8");
        world.Isolate(old);
        world.Change(old, new MembershipChange.Remove(old));
        world.Run(2_000);
        world.Heal();
        world.RunUntil(() => world[other].IsLeader && world[other].Core.Configuration.Voters.Length == 1, maxMs: 5_000);
    }
}
