using RaftTorture.Simulation.Invariants;
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

    /// <summary>Ongaro's single-server bug, found in 2015: two leaders each change the same old members, and their majorities do not meet.</summary>
    [TestCase(nameof(OneChangeAtATime))]
    [TestCase(nameof(LeaderCompleteness), nameof(OneChangeAtATime))]
    [TestCase(nameof(ConfigurationOverlap), nameof(OneChangeAtATime), nameof(LeaderCompleteness))]
    public void Changing_members_before_a_commit_of_the_own_term_lets_two_majorities_decide_apart(string invariant, params string[] overlooked)
    {
        var whole = WorldOptions.AsInTheFigures(4) with { Spares = 1, Overlooked = overlooked };
        Story.AssertBreaks(invariant, whole with { Rules = new ChangesBeforeCommitting() }, whole, world =>
        {
            Lead(world);
            world.Change(N1, new MembershipChange.AddLearner(N5, ""));
            world.Settle();
            world.Beat(N1);
            world.Isolate(N1);
            world.Change(N1, new MembershipChange.Promote(N5));
            world.Elect(N2);
            world.Cut(N2, N4);
            world.Cut(N2, N5);
            world.Change(N2, new MembershipChange.Remove(N1));
            world.Settle();
            world.Heal();
            world.Partition(N1, N4, N5);
            world.Beat(N1);
            world.Elect(N1);
        });
    }

    [Test]
    public void Two_changes_at_once_are_one_too_many()
    {
        var whole = WorldOptions.AsInTheFigures(5);
        Story.AssertBreaks(nameof(OneChangeAtATime), whole with { Rules = new ChangesTwoAtOnce() }, whole, world =>
        {
            Lead(world);
            world.Isolate(N1);
            world.Change(N1, new MembershipChange.Remove(N5));
            world.Change(N1, new MembershipChange.Remove(N4));
        });
    }

    [Test]
    public void A_change_that_is_rolled_back_gives_the_old_members_back()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3));
        Lead(world);
        world.Isolate(N1);
        world.Change(N1, new MembershipChange.Remove(N3));
        Assert.That(world[N1].Core.Configuration.HasVoter(N3), Is.False, "in force at once");
        world.Elect(N2);
        world.Propose(N2, "x=8");
        world.Heal();
        world.Settle();
        world.Beat(N2);
        Assert.That(world[N1].Core.Configuration.HasVoter(N3));
    }

    [TestCase(false, ExpectedResult = true)]
    [TestCase(true, ExpectedResult = false, Description = "three of four are needed, and one of them was never there")]
    public bool A_dead_learner_does_not_weaken_the_cluster_unless_it_is_promoted_before_it_has_caught_up(bool isPromotedAnyway)
    {
        var world = new RaftWorld(new WorldOptions
        {
            Spares = 1,
            Rules = isPromotedAnyway ? new PromotesAnybody() : RaftRules.Paper,
            Configure = config => config with { MaxEntriesPerAppend = 1 },
        });
        var leader = world.ElectLeader();
        world.Insist(() => world.Add(N4), members => members.Find(N4) is not null);
        world.Run(100);
        world.Network.Catch(message => message is Message.AppendEntries { Entries.Length: > 0 } && message.To == N4);
        foreach (var command in new[] { "a=1", "b=1", "c=1" })
            world.Write(command);
        world.Promote(N4);
        world.Run(100);
        world.Crash(world.Ids.First(id => id != leader && id != N4));
        var write = world.Propose(leader, "x=8");
        world.Run(200);
        return write.Outcome == Outcome.Ok;
    }

    [TestCase(true, ExpectedResult = 0)]
    [TestCase(false, ExpectedResult = 1, Description = "it campaigns for ever, and each time the leader falls")]
    public int A_removed_server_that_nobody_told_unseats_nobody_if_voters_stick_to_their_leader(bool preVoteAndCheckQuorum)
    {
        var world = new RaftWorld(new WorldOptions
        {
            Nodes = 5,
            Configure = config => config with { PreVote = preVoteAndCheckQuorum, CheckQuorum = preVoteAndCheckQuorum },
        });
        var leader = world.ElectLeader();
        var removed = world.Ids.First(id => id != leader);
        world.Isolate(removed);
        world.Insist(() => world.Remove(removed), members => members.Find(removed) is null);
        world.Run(200);
        var term = world[leader].Core.Term;
        world.Heal();
        world.Run(3_000);
        return world[leader].Core.Term > term ? 1 : 0;
    }

    [Test]
    public void A_learner_that_does_not_know_of_its_promotion_votes_when_its_vote_is_needed()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3) with { Spares = 1 });
        Lead(world);
        world.Change(N1, new MembershipChange.AddLearner(N4, ""));
        world.Settle();
        world.Beat(N1);
        world.Isolate(N4);
        world.Change(N1, new MembershipChange.Promote(N4));
        world.Settle();
        world.Crash(N1);
        Assert.That(world[N4].Core.Configuration.HasVoter(N4), Is.False);
        world.Heal();
        world.Elect(N2);
        Assert.That(world[N4].Core.VotedFor, Is.EqualTo(N2), "two of four would not have been enough");
    }

    [Test]
    public void A_leader_that_removes_itself_commits_that_and_another_takes_over_at_once()
    {
        var world = new RaftWorld(3);
        world.Write("w=1");
        var old = world.ElectLeader();
        var removal = world.Remove(old);
        var successor = world.ElectLeader(otherThan: old, maxMs: 50);
        Assert.That(removal.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(world[successor].Core.Configuration.Find(old), Is.Null);
        world.Write("x=8");
        world.Run(3_000);
        Assert.That((world.Leader!.Id, world[old].IsLeader), Is.EqualTo((successor, false)));
    }

    [Test]
    public void A_wiped_disk_that_is_listened_to_helps_to_forget_what_was_committed()
    {
        var whole = WorldOptions.AsInTheFigures(3);
        Story.AssertBreaks(nameof(LeaderCompleteness), whole with { KnowsDisks = false }, whole, world =>
        {
            Lead(world);
            world.Isolate(N3);
            world.Propose(N1, "x=8");
            world.Settle();
            world.Wipe(N2);
            world.Crash(N1);
            world.Heal();
            world.Campaign(N3);
            world.Campaign(N3);
        });
    }

    [Test]
    public void A_wiped_server_comes_back_as_a_new_member()
    {
        var world = new RaftWorld(3);
        world.Write("x=8");
        var wiped = world.Ids.First(id => id != world.Leader!.Id);
        world.Wipe(wiped);
        world.Insist(() => world.Remove(wiped), members => members.Find(wiped) is not { JoinedAt.Value: 0 });
        world.Insist(() => world.Add(wiped), members => members.Find(wiped) is not null);
        world.Insist(() => world.Promote(wiped), members => members.HasVoter(wiped));
        world.Converge();
        world.AssertNothingIsLost();
        Assert.That(world.Members, Has.Count.EqualTo(3));
    }

    [Test]
    public void All_members_are_replaced_one_by_one_under_load_and_a_partition_and_nothing_is_lost()
    {
        var world = new RaftWorld(new WorldOptions { Spares = 3, Configure = config => config with { SnapshotThreshold = 20, EntriesKept = 0 } });
        for (var number = 1; number <= 3; number++)
        {
            var (old, fresh) = (new NodeId(number), new NodeId(number + 3));
            world.RunWithWrites(300);
            world.Insist(() => world.Add(fresh), members => members.Find(fresh) is not null);
            world.Isolate(world.Ids.First(id => id != old && id != fresh && !world[id].IsLeader));
            world.RunWithWrites(300);
            world.Heal();
            world.Insist(() => world.Promote(fresh), members => members.HasVoter(fresh));
            world.Insist(() => world.Remove(old), members => members.Find(old) is null);
        }

        world.Write("last=1");
        world.Agree();
        world.AssertNothingIsLost();
        Assert.That(world.Members.Select(member => member.Id.Value), Is.EqualTo(new[] { 4, 5, 6 }));
        Assert.That(world.Writes.Count(write => write.Outcome == Outcome.Ok), Is.GreaterThan(50));
    }

    /// <summary>n1 leads, and has committed in its term.</summary>
    private static void Lead(RaftWorld world)
    {
        world.Elect(N1);
        world.Propose(N1, "w=1");
        world.Settle();
        world.Beat(N1);
    }
}
