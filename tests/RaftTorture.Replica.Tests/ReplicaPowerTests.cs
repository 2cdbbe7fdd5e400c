using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Tests.Worlds;

namespace RaftTorture.Replica.Tests;

/// <summary>The power may fail between any two things that a disk does, and in the middle of each.</summary>
public sealed class ReplicaPowerTests
{
    [Test]
    public void A_follower_whose_power_fails_anywhere_while_it_installs_a_snapshot_comes_back_and_agrees()
    {
        var failures = 0;
        for (var operations = 0; CatchUp(operations) is { HasFailed: true }; operations++)
            failures++;

        Assert.That(failures, Is.GreaterThan(50), "operations of the disk that could be the last");
    }

    [Test]
    public void A_replica_whose_power_fails_anywhere_while_it_takes_snapshots_and_compacts_loses_nothing_acknowledged()
    {
        var failures = 0;
        for (var operations = 0; WriteAlone(operations); operations++)
            failures++;

        Assert.That(failures, Is.GreaterThan(200), "operations of the disk that could be the last");
    }

    [Test]
    public void A_replica_whose_disk_fails_a_flush_says_nothing_more()
    {
        using var world = new ReplicaWorld(1);
        world.Write(5);
        var leader = world.ElectedLeader();
        leader.Disk.FailsNextFlush = true;

        var lost = world.Append(leader, "x", "a");
        world.Until(() => !leader.IsUp);

        Assert.That(world.Answers, Does.Not.ContainKey(lost));
        leader.CutPower(world.Dice);
        world.Start(leader);
        world.ExpectConvergence();
    }

    /// <summary>A follower that lags is healed, and its disk fails after so many operations, once; then it comes back.</summary>
    private static (bool HasFailed, LogIndex Snapshot) CatchUp(int operations)
    {
        using var world = new ReplicaWorld(seed: 7);
        world.Write(3);
        var follower = world.Nodes.First(node => node != world.ElectedLeader());
        world.Isolate(follower);
        world.Write(60, valueBytes: 200);
        world.Heal();
        follower.Disk.FailPowerAfter(operations, new Random(operations));
        var last = world.ElectedLeader().Replica.LastIndex;
        world.Until(() => !follower.IsUp || follower.Replica.AppliedIndex >= last);

        var hasFailed = !follower.IsUp;
        follower.CutPower(new Random(operations));
        world.Start(follower);
        world.ExpectConvergence();
        return (hasFailed, follower.Replica.SnapshotIndex);
    }

    /// <summary>Writes with snapshots meanwhile until the disk fails after so many operations. False if it did not.</summary>
    private static bool WriteAlone(int operations)
    {
        using var world = new ReplicaWorld(seed: 1, new WorldOptions { Founders = 1 });
        var node = world.ElectedLeader();
        node.Disk.FailPowerAfter(operations, new Random(operations));
        var acknowledged = "";
        for (var i = 0; node.IsUp && i < 70; i++)
        {
            var suffix = $"{i},";
            if (world.Await(node, id => new ClientRequest.Write(id, LoneReplica.AppendTo("x", suffix))) is ClientAnswer.Done)
                acknowledged += suffix;
        }

        var hasFailed = !node.IsUp;
        node.CutPower(new Random(operations));
        world.Start(node);
        world.ElectedLeader();
        var value = (world.Await(node, id => new ClientRequest.Read(id, "x")) as ClientAnswer.Done)?.Result as KvResult.Done;
        Assert.That(value?.Value ?? "", Does.StartWith(acknowledged));
        return hasFailed;
    }
}
