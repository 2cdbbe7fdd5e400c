using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Timing decides whether Raft makes progress, and never whether it is right (section 5.6).</summary>
public sealed class TimingTests
{
    [Test]
    public void Killing_every_new_leader_for_a_minute_loses_nothing_and_then_the_cluster_recovers()
    {
        var world = new RaftWorld(5);
        var kills = 0;
        while (world.NowMs < 60_000)
        {
            var leader = world.ElectLeader();
            world.RunWithWrites(200);
            world.Crash(leader);
            world.Run(300);
            world.Restart(leader);
            kills++;
        }

        world.Converge(maxMs: 3_000);
        world.AssertNothingIsLost();
        Assert.That(kills, Is.GreaterThan(60));
        Assert.That(world.Writes.Count(write => write.Outcome == Outcome.Ok), Is.GreaterThan(5 * kills));
    }

    [TestCase(1, 150, 300, 95)]
    [TestCase(5, 150, 300, 95)]
    [TestCase(15, 150, 300, 90)]
    [TestCase(20, 200, 1000, 80)]
    [TestCase(50, 200, 1000, 0)]
    [TestCase(50, 150, 300, 0)]
    [TestCase(100, 150, 300, 0, Description = "the answer to a vote request comes after the timeout: no progress, no harm")]
    public void The_broadcast_time_costs_progress_and_never_safety(int oneWayMs, int shortestMs, int longestMs, int atLeastPercent)
    {
        var world = new RaftWorld(new WorldOptions
        {
            Nodes = 5,
            Configure = config => config with { ElectionTimeoutMinMs = shortestMs, ElectionTimeoutMaxMs = longestMs },
        });
        world.Network.Weather = new Weather((oneWayMs + 1) / 2, oneWayMs);
        var percent = world.PercentOfWindowsWithACommit(20_000);
        TestContext.Out.WriteLine($"one way {oneWayMs} ms, timeout {shortestMs}-{longestMs} ms: {percent} % of 500 ms windows with a commit");
        world.Converge();
        world.AssertNothingIsLost();
        Assert.That(percent, Is.GreaterThanOrEqualTo(atLeastPercent));
    }

    [Test]
    public void A_new_leader_is_there_within_twice_the_longest_timeout_in_99_of_100_crashes()
    {
        var world = new RaftWorld(5);
        var outagesMs = Enumerable.Range(0, 200).Select(_ => OutageMs(world)).Order().ToArray();
        TestContext.Out.WriteLine($"p50 {outagesMs[100]} ms, p99 {outagesMs[198]} ms, longest {outagesMs[199]} ms");
        Assert.That(outagesMs[100], Is.LessThanOrEqualTo(300));
        Assert.That(outagesMs[198], Is.LessThanOrEqualTo(600));
        Assert.That(outagesMs[199], Is.LessThanOrEqualTo(1_500));
    }

    [Test]
    public void A_leader_whose_disk_hangs_gives_way()
    {
        var world = new RaftWorld(3);
        var leader = world.ElectLeader();
        world[leader].FlushMs = 60_000;
        world.Propose(leader, "x=8");
        world.ElectLeader(otherThan: leader, maxMs: 1_500);
    }

    [Test]
    public void A_process_that_slept_hears_its_leader_before_it_campaigns()
    {
        var core = new LoneCore(preVote: true);
        core.Hear(LoneCore.Append(N2, term: 1));
        Assert.That(core.Tick(5_000), Is.Empty);
        core.Hear(LoneCore.Append(N2, term: 1));
        Assert.That(core.Tick(100), Is.Empty);
    }

    /// <summary>From the crash of a leader to the first write that its successor acknowledges.</summary>
    private static long OutageMs(RaftWorld world)
    {
        var old = world.ElectLeader();
        world.Run(400);
        var startMs = world.NowMs;
        world.Crash(old);
        world.ElectLeader(otherThan: old);
        world.Write($"w{startMs}=1");
        var outageMs = world.NowMs - startMs;
        world.Restart(old);
        return outageMs;
    }
}
