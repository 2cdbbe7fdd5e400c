using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

public sealed class ElectionTests
{
    [Test]
    public void A_cold_cluster_elects_one_leader()
    {
        var world = new RaftWorld(3);
        var leader = world.ElectLeader(maxMs: 600);
        world.Write("x=8");
        world.Converge();
        Assert.That(world[leader].Machine.Values["x"], Is.EqualTo("8"));
        Console.WriteLine(world.Trace);
    }
}
