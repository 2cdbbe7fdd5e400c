using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Replica.Tests.Worlds;
using RaftTorture.Simulation.Disks;
using static RaftTorture.Replica.Tests.LoneReplica;

namespace RaftTorture.Replica.Tests;

/// <summary>A disk that was wiped has forgotten its promises: under its old identity it counts for nothing.</summary>
public sealed class ReplicaIdentityTests
{
    [Test]
    public void A_member_on_a_wiped_disk_is_not_heard_until_it_is_removed_and_added_again()
    {
        using var world = new ReplicaWorld(1);
        world.Write(30);
        var leader = world.ElectedLeader();
        var other = Wipe(world, world.Nodes.First(node => node != leader));
        var third = world.Nodes.Single(node => node != leader && node != other);

        world.Isolate(third);
        Assert.That(world.Await(leader, Put), Is.Not.InstanceOf<ClientAnswer.Done>(), "only one disk holds it");
        world.Heal();
        Rejoin(world, other);
        world.Isolate(third);
        world.Write(1);

        world.Until(() => other.Replica.AppliedIndex == world.ElectedLeader().Replica.AppliedIndex);
        Assert.That(other.Replica.StateHash, Is.EqualTo(world.ElectedLeader().Replica.StateHash));
    }

    [Test]
    public void A_wiped_disk_is_warned_of_by_name_and_what_to_do()
    {
        using var world = new ReplicaWorld(1);
        world.Write(3);
        var leader = world.ElectedLeader();
        var wiped = Wipe(world, world.Nodes.First(node => node != leader));

        world.Until(() => leader.Warnings.Count > 0);

        Assert.That(leader.Warnings[0], Does.Contain($"{wiped.Id} is not heard").And.Contain($"{wiped.Incarnation}").And.Contain("remove it and add it again"));
    }

    // Both followers have only ever spoken with the leader. One holds an entry that the other lacks, and forgets it with its disk.
    [Test]
    public void The_vote_of_a_wiped_disk_does_not_count_with_a_follower_that_it_never_spoke_with()
    {
        using var world = new ReplicaWorld(1);
        var (leader, wiped, behind) = (world[1], world[2], world[3]);
        world.Lets = message => message.From == leader.Id || (message.To == leader.Id && message is not Message.RequestVote);
        world.Write(3);
        world.Isolate(behind);
        world.Do(new LogCommand.Once(new KvCommand.Put("x", "acknowledged")));
        leader.Kill();
        Wipe(world, wiped);
        world.Lets = _ => true;
        world.Heal();
        world.Run(300);

        Assert.That(behind.Replica.Role, Is.Not.EqualTo(Role.Leader));
        world.Start(leader);
        var read = world.Await(world.ElectedLeader(), id => new ClientRequest.Read(id, "x"));
        Assert.That(read, Is.EqualTo(new ClientAnswer.Done(new KvResult.Done("acknowledged"))));
    }

    [Test]
    public void A_member_that_was_added_again_without_hanging_up_is_pinned_by_those_it_is_connected_to()
    {
        using var world = new ReplicaWorld(1);
        var (leader, again, behind) = (world[1], world[2], world[3]);
        world.Lets = message => message.From == leader.Id || (message.To == leader.Id && message is not Message.RequestVote);
        world.Write(3);
        Rejoin(world, again);
        world.Run(20);
        world.Isolate(behind);
        world.Do(new LogCommand.Once(new KvCommand.Put("x", "acknowledged")));
        leader.Kill();
        Wipe(world, again);
        world.Lets = _ => true;
        world.Heal();
        world.Run(300);

        Assert.That(behind.Replica.Role, Is.Not.EqualTo(Role.Leader));
    }

    [Test]
    public void A_member_that_hung_up_before_it_was_added_is_pinned_to_the_disk_with_which_it_comes()
    {
        using var node = new LoneReplica(new MemoryDisk(), N1).Lead();
        var old = new Greeted(N2, new Incarnation(77));
        node.Replica.Handle(new Batch([], []) { Greetings = [old, old with { IsGone = true }] });
        node.Ask(new ClientRequest.ChangeMembers(1, new MembershipChange.AddLearner(N2, "")));
        node.Hear(new Message.AppendReply(IsSuccess: true, LogIndex.Zero, LogIndex.Zero, ReadRound: 0) { Term = node.Replica.Term, From = N2, To = N1 });

        Assert.That(node.Outbox.Warnings, Is.Empty);
    }

    [Test]
    public void A_member_that_is_connected_when_it_is_added_is_pinned_to_the_disk_that_it_has()
    {
        using var node = new LoneReplica(new MemoryDisk(), N1).Lead();
        node.Replica.Handle(new Batch([], []) { Greetings = [new Greeted(N2, new Incarnation(77))] });
        node.Ask(new ClientRequest.ChangeMembers(1, new MembershipChange.AddLearner(N2, "")));
        node.Hear(new Message.AppendReply(IsSuccess: true, LogIndex.Zero, LogIndex.Zero, ReadRound: 0) { Term = node.Replica.Term, From = N2, To = N1 });

        Assert.That(node.Outbox.Warnings, Has.Count.EqualTo(1).And.Some.Contains("known is"));
    }

    [Test]
    public void A_member_that_hangs_up_stays_pinned_to_the_disk_that_it_had()
    {
        using var node = new LoneReplica(new MemoryDisk(), N1, N2, N3);
        var old = new Greeted(N2, new Incarnation(77));
        node.Replica.Handle(new Batch([], []) { Greetings = [old, old with { IsGone = true }] });
        node.Hear(VoteRequest(N2, term: 1)); // On a disk of its number 2.

        Assert.That(node.Outbox.Sent, Is.Empty);
        Assert.That(node.Outbox.Warnings, Has.Count.EqualTo(1).And.Some.Contains("known is"));
    }

    [Test]
    public void A_pin_outlives_a_power_cut()
    {
        var disk = new MemoryDisk();
        using (var node = new LoneReplica(disk, N1, N2, N3))
            node.Replica.Handle(new Batch([], []) { Greetings = [new Greeted(N2, new Incarnation(77))] });
        disk.PowerCut();

        using var again = new LoneReplica(disk, N1, N2, N3);
        again.Hear(VoteRequest(N2, term: 1)); // On a disk of its number 2.

        Assert.That(again.Outbox.Sent, Is.Empty);
    }

    // It may have been removed and added again while this server was away, and its log is what says so.
    [Test]
    public void A_leader_that_came_back_on_another_disk_is_followed_by_a_server_that_missed_it()
    {
        using var world = new ReplicaWorld(1, new WorldOptions { Founders = 5 });
        world.Write(3);
        var (returning, away) = world.Nodes.Where(node => node != world.ElectedLeader()).ToArray() is [var a, var b, ..] ? (a, b) : default;
        world.Isolate(away);
        Rejoin(world, Wipe(world, returning));
        while (world.ElectedLeader() != returning)
            world.Await(world.ElectedLeader(), id => new ClientRequest.Transfer(id, returning.Id));

        world.Heal();
        world.ExpectConvergence();

        Assert.That(world.ElectedLeader(), Is.EqualTo(returning));
    }

    private static ClientRequest.Write Put(long id) => new(id, new LogCommand.Once(new KvCommand.Put("x", "1")));

    private static WorldNode Wipe(ReplicaWorld world, WorldNode node)
    {
        node.Wipe();
        world.Start(node);
        return node;
    }

    private static void Rejoin(ReplicaWorld world, WorldNode node)
    {
        world.Change(new MembershipChange.Remove(node.Id));
        world.Change(new MembershipChange.AddLearner(node.Id, ""));
        world.Change(new MembershipChange.Promote(node.Id));
    }
}
