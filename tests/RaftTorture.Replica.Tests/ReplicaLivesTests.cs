using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Tests.Tracing;
using RaftTorture.Replica.Tests.Worlds;

namespace RaftTorture.Replica.Tests;

/// <summary>Random lives of real replicas, with every fault at once: the state at each index is the same on all, and nothing acknowledged is lost.</summary>
public sealed class ReplicaLivesTests
{
    [Test]
    public void The_state_at_every_index_is_the_same_on_all_replicas_and_counts_each_command_once([Range(1, 20)] int seed)
    {
        using var world = new ReplicaWorld(seed, Options(seed));
        var clients = Enumerable.Range(0, 3).Select(_ => new CountingClient(world)).ToArray();
        world.IsStormy = true;
        for (var step = 0; step < 1500; step++)
        {
            foreach (var client in clients)
                client.Go();
            if (world.Dice.Next(20) == 0)
                Misfortune(world);
            world.Step();
        }

        Mend(world);
        world.ExpectConvergence();
        foreach (var client in clients)
            client.ExpectAll();
    }

    [Test]
    public void Random_lives_reach_what_is_to_be_tested()
    {
        var seen = new SortedSet<string>();
        for (var seed = 1; seed <= 3; seed++)
        {
            using var world = new ReplicaWorld(seed, Options(seed) with { Traces = true });
            var client = new CountingClient(world);
            world.IsStormy = true;
            for (var step = 0; step < 1500; step++)
            {
                client.Go();
                if (world.Dice.Next(20) == 0)
                    Misfortune(world);
                world.Step();
            }

            foreach (var line in world.Nodes.SelectMany(node => node.TraceLines))
                seen.Add(line.Split("\"name\":\"")[^1].Split('"')[0]);
        }

        Assert.That(seen, Is.SupersetOf(new[] { "BecomeLeader", "Truncate", "Compact", "SnapshotTaken", "SnapshotInstalled", "ReceiveSnapshot" }));
    }

    [Test]
    public void The_state_that_a_real_replicas_trace_tells_is_the_replicas([Range(1, 5)] int seed)
    {
        using var world = new ReplicaWorld(seed, new WorldOptions { Traces = true, Raft = config => config with { SnapshotThreshold = 0, PreVote = false, CheckQuorum = false } });
        var client = new CountingClient(world);
        for (var step = 0; step < 600; step++)
        {
            client.Go();
            if (world.Dice.Next(40) == 0)
                CutOffOrMend(world);
            world.Step();
        }

        foreach (var node in world.Nodes)
        {
            var replay = TraceReplay.Of(node.TraceLines);
            Assert.That(
                (replay.Term, replay.Commit, replay.Applied, replay.Log.Count),
                Is.EqualTo((node.Replica.Term.Value, node.Replica.CommitIndex.Value, node.Replica.AppliedIndex.Value, (int)node.Replica.LastIndex.Value)));
        }
    }

    private static WorldOptions Options(int seed) => new()
    {
        Founders = seed % 2 == 0 ? 3 : 5,
        Traces = seed % 5 == 0,
        SnapshotBytesPerBatch = 1,
        Raft = config => config with { ReadMode = seed % 3 == 0 ? ReadMode.Lease : ReadMode.ReadIndex, FollowerReads = seed % 4 == 0 },
    };

    /// <summary>Any number may be down at a time: what was acknowledged is on disks, and they come back.</summary>
    private static void Misfortune(ReplicaWorld world)
    {
        var node = world.Nodes.ElementAt(world.Dice.Next(world.Founders.Length));
        switch (world.Dice.Next(8))
        {
            case 0:
                node.Disk.FailPowerAfter(world.Dice.Next(12), world.Dice);
                break;
            case 1:
                node.Kill();
                break;
            case 2:
                foreach (var each in world.Nodes)
                    each.Disk.FailPowerAfter(world.Dice.Next(4), world.Dice);
                break;
            case 3:
                CutOffOrMend(world);
                break;
            default:
                Revive(world);
                break;
        }
    }

    private static void CutOffOrMend(ReplicaWorld world)
    {
        world.Heal();
        if (world.Dice.Next(2) == 0)
            world.Isolate(world.Nodes.ElementAt(world.Dice.Next(world.Founders.Length)));
    }

    private static void Mend(ReplicaWorld world)
    {
        world.Heal();
        world.IsStormy = false;
        foreach (var node in world.Nodes.Where(node => node.IsUp).ToArray())
            node.CutPower(world.Dice);
        Revive(world);
    }

    private static void Revive(ReplicaWorld world)
    {
        foreach (var node in world.Nodes.Where(node => !node.IsUp).ToArray())
        {
            node.CutPower(world.Dice);
            world.Start(node);
        }
    }
}
