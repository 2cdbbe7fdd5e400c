using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>What reaches the state machines: each entry once, in order, the same everywhere.</summary>
public sealed class ApplyingTests
{
    [Test]
    public void Every_entry_is_applied_once_and_in_order_in_each_life_of_a_server()
    {
        var world = WorldWithALateFollower(out var late);

        var indexes = world[late].Machine.Applied.Select(entry => entry.Index.Value).ToList();

        Assert.That(indexes, Is.EqualTo(Enumerable.Range(1, indexes.Count)), "the second life starts again from the first entry");
        Assert.That(indexes, Has.Count.EqualTo(world[late].Core.CommitIndex.Value), "all that is committed is applied, and nothing beyond");
    }

    [Test]
    public void The_same_log_prefix_gives_the_same_state()
    {
        var world = WorldWithALateFollower(out var late);

        foreach (var other in world.Nodes)
        {
            Assert.That(other.Machine.Applied, Is.EqualTo(world[late].Machine.Applied));
            Assert.That(other.Machine.Values, Is.EqualTo(world[late].Machine.Values));
        }
    }

    [Test]
    public void Index_and_term_name_one_command_in_all_logs_for_ever()
    {
        var world = new RaftWorld(3);
        var named = new SortedDictionary<(long Index, long Term), string>();
        for (var round = 0; round < 4; round++)
        {
            var old = world.ElectLeader();
            world.Isolate(old);
            world.Propose(old, $"lost={round}");
            world.Propose(world.ElectLeader(otherThan: old), $"kept={round}");
            world.Run(100);
            foreach (var entry in world.Nodes.SelectMany(node => node.Core.Entries))
            {
                var name = (entry.Index.Value, entry.Term.Value);
                named.TryAdd(name, ToyMachine.CommandOf(entry));
                Assert.That(ToyMachine.CommandOf(entry), Is.EqualTo(named[name]), $"entry {entry}");
            }

            world.Heal();
            world.Converge();
        }

        Assert.That(named, Has.Count.GreaterThan(3));
    }

    private static RaftWorld WorldWithALateFollower(out NodeId late)
    {
        var world = new RaftWorld(3);
        world.Write("x=1");
        var leader = world.Leader!.Id;
        late = world.Ids.First(id => id != leader);
        world.Crash(late);
        world.Write("x=2");
        world.Restart(late);
        world.Write("y=3");
        world.Converge();
        return world;
    }
}
