using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Tests.Worlds;

namespace RaftTorture.Replica.Tests;

/// <summary>Random lives whose members change meanwhile, and whose disks are wiped, one at a time.</summary>
public sealed class ReplicaMemberLivesTests
{
    private static readonly NodeId[] Joiners = [new(4), new(5)];

    [Test]
    public void Members_that_come_and_go_and_a_disk_that_is_wiped_cost_nothing_that_was_acknowledged([Range(1, 40)] int seed)
    {
        using var world = new ReplicaWorld(seed, new WorldOptions { SnapshotBytesPerBatch = 1 });
        foreach (var joiner in Joiners)
            world.Add(joiner, []);
        var forgetful = Any(world);
        var clients = Enumerable.Range(0, 2).Select(_ => new CountingClient(world)).ToArray();
        for (var step = 0; step < 2000; step++)
        {
            foreach (var client in clients)
                client.Go();
            if (world.Dice.Next(15) == 0)
                Misfortune(world, forgetful);
            if (world.Dice.Next(10) == 0)
                Operate(world, forgetful);
            world.Step();
        }

        Mend(world, forgetful);
        foreach (var client in clients)
            client.ExpectAll();
    }

    private static void Misfortune(ReplicaWorld world, WorldNode forgetful)
    {
        switch (world.Dice.Next(10))
        {
            case 0:
                Any(world).Disk.FailPowerAfter(world.Dice.Next(12), world.Dice);
                break;
            case 1:
                Any(world).Kill();
                break;
            case 2 or 3:
                world.Heal();
                world.Isolate(Any(world));
                break;
            case 4:
                Forget(world, forgetful);
                break;
            case 5:
                world.IsStormy = !world.IsStormy;
                break;
            default:
                world.Heal();
                Revive(world);
                break;
        }
    }

    /// <summary>A disk is wiped; perhaps just when the leader dies, so that its vote is wanted.</summary>
    private static void Forget(ReplicaWorld world, WorldNode forgetful)
    {
        forgetful.Wipe();
        world.Start(forgetful);
        world.Heal();
        if (world.Dice.Next(2) == 0)
            world.Leader?.Kill();
    }

    /// <summary>An operator takes the wiped disk out and in again, and changes others as long as there are enough voters.</summary>
    private static void Operate(ReplicaWorld world, WorldNode forgetful)
    {
        if (world.Leader is not { } leader)
            return;
        var node = Any(world);
        MembershipChange change = leader.Replica.Configuration.Find(node.Id) switch
        {
            null => new MembershipChange.AddLearner(node.Id, ""),
            { IsVoter: false } => new MembershipChange.Promote(node.Id),
            _ when leader.Replica.Configuration.Voters.Length > 3 || node == forgetful => new MembershipChange.Remove(node.Id),
            _ => new MembershipChange.Promote(node.Id), // It is one, and this is refused.
        };
        if (world.Dice.Next(4) == 0)
            world.Ask(leader, id => new ClientRequest.Transfer(id, null));
        else
            world.Ask(leader, id => new ClientRequest.ChangeMembers(id, change));
    }

    private static void Mend(ReplicaWorld world, WorldNode forgetful)
    {
        world.Heal();
        world.IsStormy = false;
        foreach (var node in world.Nodes.Where(node => node.IsUp).ToArray())
            node.CutPower(world.Dice);
        Revive(world);
        world.Run(100);
        if (world.ElectedLeader().Replica.Configuration.Find(forgetful.Id) is not null)
            world.Change(new MembershipChange.Remove(forgetful.Id));
        world.Do(new LogCommand.Once(new KvCommand.Put("last", "word")));
        var leader = world.ElectedLeader();
        var members = world.Nodes.Where(node => leader.Replica.Configuration.Find(node.Id) is not null).ToArray();
        world.Until(() => members.All(node => node.Replica.AppliedIndex == leader.Replica.AppliedIndex));
        Assert.That(members.Select(node => node.Replica.StateHash).Distinct().Count(), Is.EqualTo(1));
    }

    private static void Revive(ReplicaWorld world)
    {
        foreach (var node in world.Nodes.Where(node => !node.IsUp).ToArray())
        {
            node.CutPower(world.Dice);
            world.Start(node);
        }
    }

    private static WorldNode Any(ReplicaWorld world) => world.Nodes.ElementAt(world.Dice.Next(world.Nodes.Count()));
}
