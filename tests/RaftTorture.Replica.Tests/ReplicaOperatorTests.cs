using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Tests.Worlds;

namespace RaftTorture.Replica.Tests;

/// <summary>What operators ask of real replicas, and how it is answered.</summary>
public sealed class ReplicaOperatorTests
{
    private static readonly NodeId N4 = new(4);

    [Test]
    public void A_server_that_joins_catches_up_by_a_snapshot_and_gets_its_vote_only_then([Range(1, 3)] int seed)
    {
        using var world = new ReplicaWorld(seed);
        world.Write(60);
        var joiner = world.Add(N4, []);
        world.Change(new MembershipChange.AddLearner(N4, ""));
        var early = world.Await(world.ElectedLeader(), id => new ClientRequest.ChangeMembers(id, new MembershipChange.Promote(N4)));
        world.Change(new MembershipChange.Promote(N4));
        world.ExpectConvergence();

        Assert.That(early, Is.InstanceOf<ClientAnswer.Refused>().With.Property("Reason").Contains("has not caught up"));
        Assert.That(joiner.Replica.SnapshotIndex, Is.GreaterThan(LogIndex.Zero));
        Assert.That(world.Nodes.Select(node => node.Replica.Configuration.Voters.Length), Is.All.EqualTo(4));
    }

    [Test]
    public void A_change_is_answered_when_it_is_committed_and_not_before()
    {
        using var world = new ReplicaWorld(1);
        world.Write(1);
        var leader = world.ElectedLeader();
        world.Lets = message => message.From == leader.Id;
        var change = world.Ask(leader, id => new ClientRequest.ChangeMembers(id, new MembershipChange.AddLearner(N4, "")));
        world.Run(5);
        Assert.That(leader.Replica.Configuration.Find(N4), Is.Not.Null, "in force at append");
        Assert.That(world.Answers, Does.Not.ContainKey(change));

        world.Lets = _ => true;
        world.Until(() => world.Answers.ContainsKey(change));

        Assert.That(world.Answers[change], Is.EqualTo(new ClientAnswer.Accepted()));
    }

    [Test]
    public void A_leader_that_removes_itself_says_so_and_hands_over()
    {
        using var world = new ReplicaWorld(1);
        world.Write(1);
        var old = world.ElectedLeader();

        var answer = world.Await(old, id => new ClientRequest.ChangeMembers(id, new MembershipChange.Remove(old.Id)));
        world.Until(() => world.Leader is { } leader && leader != old);

        Assert.That(answer, Is.EqualTo(new ClientAnswer.Accepted()));
        world.Write(3);
    }

    [Test]
    public void A_transfer_is_answered_when_the_successor_leads()
    {
        using var world = new ReplicaWorld(1);
        world.Write(3);
        var old = world.ElectedLeader();
        var successor = world.Nodes.First(node => node != old);
        world.Until(() => successor.Replica.LastIndex == old.Replica.LastIndex);

        var answer = world.Await(old, id => new ClientRequest.Transfer(id, successor.Id));

        Assert.That(answer, Is.EqualTo(new ClientAnswer.Accepted()));
        Assert.That(world.ElectedLeader(), Is.EqualTo(successor));
    }

    [Test]
    public void A_transfer_to_one_that_is_gone_is_given_up_and_writes_are_taken_again()
    {
        using var world = new ReplicaWorld(1);
        world.Write(3);
        var leader = world.ElectedLeader();
        var gone = world.Nodes.First(node => node != leader);
        gone.Kill();

        var transfer = world.Ask(leader, id => new ClientRequest.Transfer(id, gone.Id));
        var meanwhile = world.Append(leader, "x", "a");
        world.Until(() => world.Answers.ContainsKey(transfer));
        world.Append(leader, "x", "b");
        world.Run(5);

        Assert.That(world.Answers[meanwhile], Is.InstanceOf<ClientAnswer.Refused>());
        Assert.That(world.Answers[transfer], Is.InstanceOf<ClientAnswer.Refused>().With.Property("Reason").Contains("did not take over"));
        Assert.That(world.Await(leader, id => new ClientRequest.Read(id, "x")), Is.EqualTo(new ClientAnswer.Done(new KvResult.Done("b"))));
    }

    [Test]
    public void Who_does_not_lead_refuses_each_of_it_and_names_the_leader()
    {
        using var world = new ReplicaWorld(1);
        world.Write(3);
        var leader = world.ElectedLeader();
        var follower = world.Nodes.First(node => node != leader);

        Assert.That(world.Await(follower, id => new ClientRequest.Transfer(id, null)), Is.EqualTo(new ClientAnswer.NotLeader(leader.Id)));
        Assert.That(
            world.Await(follower, id => new ClientRequest.ChangeMembers(id, new MembershipChange.Remove(leader.Id))),
            Is.EqualTo(new ClientAnswer.NotLeader(leader.Id)));
    }
}
