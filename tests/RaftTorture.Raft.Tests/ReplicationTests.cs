using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>How a command gets into every log and every state machine: section 5.3, told with whole clusters.</summary>
public sealed class ReplicationTests
{
    [Test]
    public void A_write_is_invisible_until_a_majority_has_it_on_disk_and_then_reaches_all()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(5));
        world.Elect(N1);
        var held = world.Network.Catch(message => message is Message.AppendReply && message.From != N2);
        var write = world.Propose(N1, "x=8");
        world.Settle();
        Assert.That((write.Outcome, world[N1].Machine.Values.Count), Is.EqualTo((Outcome.Open, 0)), "two of five");
        world.Network.Release(held);
        world.Settle();
        Assert.That(write.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(world[N2].Machine.Values, Is.Empty, "followers learn of the commit with the next heartbeat");
        world.Beat(N1);
        Assert.That(world.Nodes.Select(node => node.Machine.Values["x"]), Is.All.EqualTo("8"));
    }

    [Test]
    public void What_is_written_in_order_is_applied_in_order_by_all()
    {
        var world = new RaftWorld(5);
        foreach (var command in new[] { "x=8", "x=5", "name=sally" })
            world.Write(command);
        world.Converge();
        Assert.That(world.Nodes.Select(node => node.Commands), Is.All.EqualTo(new[] { "-", "x=8", "x=5", "name=sally" }));
        Assert.That(world.Nodes.Select(node => node.Machine.Values["x"]), Is.All.EqualTo("5"));
    }

    [TestCase(3, 1, ExpectedResult = true)]
    [TestCase(4, 1, ExpectedResult = true)]
    [TestCase(4, 2, ExpectedResult = false, Description = "two of four are no majority")]
    [TestCase(5, 2, ExpectedResult = true)]
    [TestCase(5, 3, ExpectedResult = false)]
    public bool A_write_needs_a_majority_of_the_cluster_the_leader_included(int nodes, int followersDown)
    {
        var world = new RaftWorld(nodes);
        var leader = world.ElectLeader();
        world.Crash([.. world.Ids.Where(id => id != leader).Take(followersDown)]);
        var write = world.Propose(leader, "x=8");
        world.Run(5_000);
        return write.Outcome == Outcome.Ok;
    }

    [Test]
    public void A_slow_minority_costs_nothing()
    {
        Assert.That(MsToWrite(slowFollowers: 2, slowMs: 500), Is.EqualTo(MsToWrite(slowFollowers: 0, slowMs: 0)));
        Assert.That(MsToWrite(slowFollowers: 3, slowMs: 100), Is.GreaterThanOrEqualTo(200), "a slow majority is waited for");
    }

    [Test]
    public void A_follower_that_was_down_is_brought_up_to_date()
    {
        var world = new RaftWorld(3);
        var follower = world.Ids.First(id => id != world.ElectLeader());
        world.Write("x=1");
        world.Crash(follower);
        world.Write("x=2");
        world.Write("x=3");
        world.Restart(follower);
        world.RunUntil(() => world[follower].Machine.Values.GetValueOrDefault("x") == "3", maxMs: 300);
    }

    [Test]
    public void The_leader_asks_for_ever_and_the_follower_stores_nothing_twice()
    {
        var world = new RaftWorld(3);
        var leader = world.ElectLeader();
        var follower = world.Ids.First(id => id != leader);
        var lost = world.Network.Catch(message => message is Message.AppendReply && message.From == follower);
        world.Write("x=1");
        world.Write("x=2");
        world.Run(250);
        Assert.That(lost.Caught, Has.Count.GreaterThan(4));
        world.Converge();
        Assert.That(world[follower].Commands, Is.EqualTo(new[] { "-", "x=1", "x=2" }));
    }

    [Test]
    public void A_new_leader_finds_where_the_logs_meet_and_then_streams_in_batches()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3) with { Configure = BatchesOfEntries(4) });
        world.StartWithLog(N1, new Term(3), 1, 1, 1, 3, 3, 3, 3, 3, 3, 3);
        world.StartWithLog(N2, new Term(3), 1, 1, 1, 3, 3, 3, 3, 3, 3, 3);
        world.StartWithLog(N3, new Term(2), 1, 1, 1, 2, 2, 2, 2, 2, 2);
        world.Elect(N1);
        Assert.That(world[N3].Commands, Is.EqualTo(world[N1].Commands));
    }

    [Test]
    public void A_follower_far_behind_is_caught_up_in_appends_that_fit_in_a_frame()
    {
        const int maxBytes = 2_500;
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3) with { Configure = BatchesOfBytes(maxBytes) });
        world.Elect(N1);
        world.Isolate(N3);
        foreach (var lengthBytes in new[] { 1_000, 1_000, 1_000, 10_000, 1_000, 1_000, 1_000, 1_000 })
            world.Propose(N1, "x=" + new string('8', lengthBytes - 2));
        world.Settle();
        var sent = new List<int[]>();
        world.Network.Catch(message => Overheard(message, sent));
        world.Heal();
        world.Beat(N1);

        Assert.That(world[N3].Commands, Is.EqualTo(world[N1].Commands));
        Assert.That(sent.SelectMany(lengths => lengths).Max(), Is.EqualTo(10_000), "what is too big goes all the same");
        Assert.That(sent, Has.Some.Length.EqualTo(2).And.All.Matches<int[]>(lengths => lengths.Length <= 1 || lengths.Sum() <= maxBytes));
    }

    [Test]
    public void A_flush_that_a_crash_cut_short_was_never_promised()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3));
        world.Elect(N1);
        world[N2].FlushMs = world[N3].FlushMs = 1_000;
        var write = world.Propose(N1, "x=8");
        world.Run(500);
        world.Crash(N2, N3);
        world.Restart(N2, N3);
        Assert.That((write.Outcome, world[N2].Core.LastIndex), Is.EqualTo((Outcome.Open, LogIndex.Zero)));
    }

    [Test]
    public void A_leader_whose_own_disk_is_slow_does_not_vote_for_its_entry_before_it_is_there()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3));
        world.Elect(N1);
        world.Isolate(N3);
        world[N1].FlushMs = 1_000;
        var write = world.Propose(N1, "x=8");
        world.Run(999);
        Assert.That((write.Outcome, world[N2].Storage.LastIndex), Is.EqualTo((Outcome.Open, new LogIndex(1))));
        world.Settle();
        Assert.That(write.Outcome, Is.EqualTo(Outcome.Ok));
    }

    private static Func<RaftConfig, RaftConfig> BatchesOfEntries(int count) =>
        config => WorldOptions.AsInTheFigures(3).Configure(config) with { MaxEntriesPerAppend = count };

    private static Func<RaftConfig, RaftConfig> BatchesOfBytes(int count) =>
        config => WorldOptions.AsInTheFigures(3).Configure(config) with { MaxBytesPerAppend = count };

    /// <summary>Keeps the payload lengths of every append to n3, and lets all pass.</summary>
    private static bool Overheard(Message message, List<int[]> sent)
    {
        if (message is Message.AppendEntries append && append.To == N3)
            sent.Add([.. append.Entries.Select(entry => entry.Payload.Length)]);
        return false;
    }

    private static long MsToWrite(int slowFollowers, int slowMs)
    {
        var world = new RaftWorld(5);
        var leader = world.ElectLeader();
        foreach (var follower in world.Ids.Where(id => id != leader).Take(slowFollowers))
            world.Network.SlowMs[follower] = slowMs;
        world.Run(1_000);
        var startMs = world.NowMs;
        world.Write("x=8");
        return world.NowMs - startMs;
    }
}
