using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Replica.Tests.Worlds;

namespace RaftTorture.Replica.Tests;

/// <summary>Snapshots among real replicas: taken while writes go on, sent in pieces, installed, and what is left of the log.</summary>
public sealed class ReplicaSnapshotTests
{
    [Test]
    public void A_follower_that_lags_gets_a_snapshot_in_pieces_while_writes_go_on([Range(1, 5)] int seed, [Values] bool isStormy)
    {
        using var world = new ReplicaWorld(seed);
        var follower = LeaveBehind(world);
        var pieces = 0;
        world.Lets = message => message is not Message.InstallSnapshot || pieces++ >= 0;
        world.IsStormy = isStormy;

        world.Heal();
        world.Write(30);
        world.ExpectConvergence();

        Assert.That(pieces, Is.GreaterThan(5));
        Assert.That(follower.Replica.SnapshotIndex, Is.GreaterThan(LogIndex.Zero));
    }

    [Test]
    public void A_leader_that_is_lost_in_the_middle_of_a_transfer_is_followed_by_one_that_sends_its_own([Range(1, 5)] int seed)
    {
        using var world = new ReplicaWorld(seed);
        var follower = LeaveBehind(world);
        var old = world.Leader!;
        var pieces = AfterPieces(world, 3);
        world.Heal();
        world.Until(() => pieces() == 3);

        world.Isolate(old);
        world.Until(() => world.Leader != old);
        world.Lets = _ => true;
        world.Write(10);
        world.Heal();
        world.ExpectConvergence();

        Assert.That(follower.Replica.SnapshotIndex, Is.GreaterThan(LogIndex.Zero));
    }

    [Test]
    public void A_follower_that_dies_in_the_middle_of_a_transfer_begins_it_again([Range(1, 5)] int seed)
    {
        using var world = new ReplicaWorld(seed);
        var follower = LeaveBehind(world);
        var pieces = AfterPieces(world, 3);
        world.Heal();
        world.Until(() => pieces() == 3);

        follower.CutPower(world.Dice);
        world.Lets = _ => true;
        world.Start(follower);
        world.ExpectConvergence();

        Assert.That(follower.Replica.SnapshotIndex, Is.GreaterThan(LogIndex.Zero));
    }

    // A suspended process finds all that came meanwhile in one batch: the higher term, a snapshot, and a newer one.
    [Test]
    public void Of_two_snapshots_that_come_in_one_batch_the_state_is_never_called_by_the_others_index()
    {
        using var world = new ReplicaWorld(1, new WorldOptions { Traces = true, Raft = config => config with { SnapshotChunkBytes = 1024 * 1024 } });
        var follower = LeaveBehind(world);
        var older = SnapshotOf(world);
        world.Write(30);
        var newer = SnapshotOf(world);
        Assert.That(newer.Snapshot, Is.Not.EqualTo(older.Snapshot));

        var heartbeat = new Message.AppendEntries(newer.Snapshot.Index, newer.Snapshot.Term, [], LogIndex.Zero, ReadRound: 0) { From = older.From, To = older.To, Term = older.Term };
        Message[] messages = [heartbeat, older with { Stream = 1 }, newer with { Stream = 2 }];
        follower.Received.AddRange(messages.Select(message =>
            new Received(message with { To = follower.Id, Term = older.Term.Next }, world.Leader!.Incarnation)));
        world.Step();

        Assert.That(follower.Replica.AppliedIndex, Is.EqualTo(newer.Snapshot.Index));
    }

    [Test]
    public void Writes_are_answered_while_a_snapshot_is_written()
    {
        using var world = new ReplicaWorld(1, new WorldOptions
        {
            SnapshotBytesPerBatch = 1, // One block a batch.
            Raft = config => config with { SnapshotThreshold = 0 },
        });
        for (var i = 0; i < 40; i++)
            world.Do(new LogCommand.Once(new KvCommand.Put($"key-{i}", new string('x', 40_000))));
        var leader = world.ElectedLeader();
        var snapshot = world.Ask(leader, id => new ClientRequest.Snapshot(id));

        var writesMeanwhile = 0;
        for (; !world.Answers.ContainsKey(snapshot); writesMeanwhile++)
            world.Write(1);

        Assert.That(writesMeanwhile, Is.GreaterThan(5));
        Assert.That(world.Answers[snapshot], Is.EqualTo(new ClientAnswer.Accepted()));
        leader.CutPower(world.Dice);
        world.Start(leader);
        world.ExpectConvergence(); // What was frozen is what it said, whatever was written meanwhile.
    }

    [Test]
    public void An_operators_snapshot_includes_all_that_was_applied_when_it_was_asked_for()
    {
        using var world = new ReplicaWorld(1, new WorldOptions { Raft = config => config with { SnapshotThreshold = 0 } });
        world.Write(7);
        var leader = world.ElectedLeader();
        var applied = leader.Replica.AppliedIndex;

        Assert.That(world.Await(leader, id => new ClientRequest.Snapshot(id)), Is.EqualTo(new ClientAnswer.Accepted()));
        Assert.That(leader.Replica.SnapshotIndex, Is.GreaterThanOrEqualTo(applied));
    }

    [Test]
    public void A_snapshot_that_was_under_way_when_another_was_asked_for_does_not_answer_for_it()
    {
        using var world = new ReplicaWorld(1, new WorldOptions { SnapshotBytesPerBatch = 1, Raft = config => config with { SnapshotThreshold = 0 } });
        for (var i = 0; i < 10; i++)
            world.Do(new LogCommand.Once(new KvCommand.Put($"key-{i}", new string('x', 40_000))));
        var leader = world.ElectedLeader();
        world.Ask(leader, id => new ClientRequest.Snapshot(id));
        world.Write(1);
        var applied = leader.Replica.AppliedIndex;
        Assert.That(leader.Replica.SnapshotIndex, Is.EqualTo(LogIndex.Zero), "the first is still under way");

        world.Await(leader, id => new ClientRequest.Snapshot(id));

        Assert.That(leader.Replica.SnapshotIndex, Is.GreaterThanOrEqualTo(applied));
    }

    [Test]
    public void Old_segments_go_and_a_restart_recovers_from_the_snapshot_and_what_follows_it()
    {
        using var world = new ReplicaWorld(1);
        world.Write(200);
        var node = world.ElectedLeader();
        var segments = node.Disk.List().Where(name => name.StartsWith("log-", StringComparison.Ordinal)).ToArray();
        Assert.That(segments, Does.Not.Contain("log-0000000000000001").And.Length.LessThan(6));

        node.CutPower(world.Dice);
        world.Start(node);

        Assert.That(node.Replica.AppliedIndex, Is.EqualTo(node.Replica.SnapshotIndex).And.GreaterThan(new LogIndex(170)));
        world.ExpectConvergence();
    }

    [Test]
    public void A_session_and_its_last_reply_come_with_an_installed_snapshot_so_that_a_retry_is_not_applied_twice()
    {
        using var world = new ReplicaWorld(1);
        var session = ((KvResult.SessionOpened)world.Do(new LogCommand.OpenSession(TtlMs: 3_600_000))).Session;
        var follower = LeaveBehind(world);
        var append = new LogCommand.InSession(session, 1, new KvCommand.Incr("n", 1));
        var first = world.Do(append);
        world.Write(50);
        world.Heal();
        world.Until(() => follower.Replica.SnapshotIndex > LogIndex.Zero);

        LeadWith(world, follower);

        Assert.That(world.Do(append), Is.EqualTo(first).And.EqualTo(new KvResult.Done("1")));
        Assert.That(world.Do(new LogCommand.InSession(session, 2, new KvCommand.Incr("n", 1))), Is.EqualTo(new KvResult.Done("2")));
    }

    /// <summary>A follower that is cut off while the others go so far that their logs do not begin where its ends.</summary>
    private static WorldNode LeaveBehind(ReplicaWorld world)
    {
        world.Write(3);
        var follower = world.Nodes.First(node => node != world.ElectedLeader());
        world.Isolate(follower);
        world.Write(60);
        Assert.That(world.ElectedLeader().Replica.FirstIndex, Is.GreaterThan(follower.Replica.LastIndex.Next));
        return follower;
    }

    /// <summary>Lets so many pieces of snapshots through and no more; returns how many it has.</summary>
    private static Func<int> AfterPieces(ReplicaWorld world, int most)
    {
        var pieces = 0;
        world.Lets = message => message is not Message.InstallSnapshot || (pieces < most && pieces++ < most);
        return () => pieces;
    }

    /// <summary>The leader's snapshot as one message.</summary>
    private static Message.InstallSnapshot SnapshotOf(ReplicaWorld world)
    {
        var leader = world.ElectedLeader();
        using var storage = ReplicaStorage.Open(leader.Disk.Copy(), Configuration.Empty, newIncarnation: 99);
        var snapshot = new LogPosition(storage.Snapshots.Latest!.LastIndex, storage.Snapshots.Latest.LastTerm);
        var piece = storage.Snapshots.ReadPiece(snapshot, 0, int.MaxValue)!.Value;
        return new Message.InstallSnapshot(0, snapshot, 0, piece.Bytes, piece.IsLast) { From = leader.Id, To = leader.Id, Term = leader.Replica.Term };
    }

    private static void LeadWith(ReplicaWorld world, WorldNode successor)
    {
        while (world.ElectedLeader() != successor)
        {
            world.Until(() => successor.Replica.LastIndex == world.ElectedLeader().Replica.LastIndex);
            world.Await(world.ElectedLeader(), id => new ClientRequest.Transfer(id, successor.Id));
        }
    }
}
