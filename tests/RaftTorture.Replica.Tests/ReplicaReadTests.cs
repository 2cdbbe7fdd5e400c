using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Replica.Tests.Worlds;
using RaftTorture.Simulation.Disks;
using static RaftTorture.Replica.Tests.LoneReplica;

namespace RaftTorture.Replica.Tests;

/// <summary>Reads of real replicas: by a lease, by a round, by a follower.</summary>
public sealed class ReplicaReadTests
{
    private static readonly WorldOptions Leases = new() { Raft = config => config with { ReadMode = ReadMode.Lease } };

    [Test]
    public void A_read_under_a_lease_needs_no_answer_of_anybody()
    {
        using var world = Led(Leases, out var leader);
        world.Lets = _ => false;

        var read = world.Read(leader, "x");
        world.Step();

        Assert.That(world.Answers[read], Is.EqualTo(Value("a")));
    }

    [Test]
    public void A_lease_that_is_over_serves_no_read()
    {
        using var world = Led(Leases, out var leader);
        world.Lets = _ => false;
        world.Run(14); // Longer than a lease of 135 ms.

        var read = world.Read(leader, "x");
        world.Run(5);

        Assert.That(world.Answers, Does.Not.ContainKey(read));
    }

    // The process is suspended between the decision that the lease holds and the reading of the state: by then another may lead.
    [Test]
    public void A_lease_that_ended_while_the_state_was_read_is_asked_for_again()
    {
        var (nowMs, jumpsAtLook, looks) = (0L, -1, 0);
        using var storage = ReplicaStorage.Open(new MemoryDisk(), Configuration.Of([N1, N2, N3]), newIncarnation: 1);
        var outbox = new CollectingOutbox();
        var config = new RaftConfig { Id = N1, Members = [N1, N2, N3], Seed = 1, PreVote = false, ReadMode = ReadMode.Lease };
        var replica = new RaftReplica(config, RaftRules.Paper, storage, outbox, new ReplicaOptions { NowMs = Now });
        while (replica.Role == Role.Follower)
            Wait(10);
        Hear(new Message.VoteReply(IsGranted: true, IsPreVote: false) { Term = replica.Term, From = N2, To = N1 });
        Agree();
        Wait(config.HeartbeatMs);
        Agree();

        (looks, jumpsAtLook) = (0, 2); // The batch's first look finds the lease in force, the second is behind the reading.
        replica.Handle(new Batch([], [new ClientRequest.Read(1, "x")]));

        Assert.That(looks, Is.GreaterThan(2));
        Assert.That(outbox.Answers, Is.Empty, "the lease was over");
        Agree();
        Assert.That(outbox.Answers[1], Is.EqualTo(new ClientAnswer.Done(new KvResult.Done(null))));

        long Now() => ++looks == jumpsAtLook ? nowMs += 140 : nowMs;

        void Wait(int elapsedMs)
        {
            nowMs += elapsedMs;
            Hear();
        }

        void Hear(params Message[] messages) => replica.Handle(new Batch([.. messages.Select(message => new Received(message, new Incarnation(2)))], []));

        void Agree() => Hear(new Message.AppendReply(true, replica.LastIndex, LogIndex.Zero, outbox.Sent.OfType<Message.AppendEntries>().Max(append => append.ReadRound))
        {
            Term = replica.Term,
            From = N2,
            To = N1,
        });
    }

    [Test]
    public void A_follower_reads_what_was_acknowledged_before_though_it_had_not_applied_it()
    {
        using var world = Led(new WorldOptions { Raft = config => config with { FollowerReads = true } }, out var leader);
        var follower = world.Nodes.First(node => node != leader);
        world.Lets = message => message.To != follower.Id;
        world.Do(new LogCommand.Once(new KvCommand.Put("x", "b")));
        world.Lets = _ => true;

        Assert.That(follower.Replica.AppliedIndex, Is.LessThan(leader.Replica.AppliedIndex));
        Assert.That(world.Await(follower, id => new ClientRequest.Read(id, "x")), Is.EqualTo(Value("b")));
    }

    [Test]
    public void A_leader_that_was_replaced_without_its_knowing_serves_no_read()
    {
        using var world = Led(new WorldOptions { Raft = config => config with { CheckQuorum = false, PreVote = false } }, out var old);
        world.Isolate(old);
        world.Until(() => world.Leader != old);
        world.Do(new LogCommand.Once(new KvCommand.Put("x", "b")));

        var read = world.Read(old, "x");
        world.Run(20);

        Assert.That(old.Replica.Role, Is.EqualTo(Role.Leader));
        Assert.That(world.Answers, Does.Not.ContainKey(read));
    }

    /// <summary>x holds a.</summary>
    private static ReplicaWorld Led(WorldOptions options, out WorldNode leader)
    {
        var world = new ReplicaWorld(1, options);
        world.Do(new LogCommand.Once(new KvCommand.Put("x", "a")));
        world.Run(20);
        leader = world.ElectedLeader();
        return world;
    }

    private static ClientAnswer.Done Value(string value) => new(new KvResult.Done(value));
}
