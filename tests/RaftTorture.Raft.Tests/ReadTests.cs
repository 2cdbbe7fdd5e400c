using RaftTorture.TestKit.Worlds;
using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Linearizable reads without log entries: section 8, thesis 6.4.</summary>
public sealed class ReadTests
{
    [Test]
    public void A_read_returns_the_last_acknowledged_write()
    {
        var world = new RaftWorld(3);
        world.Write("x=8");
        var read = world.Read(world.ElectLeader(), "x");
        world.RunUntil(() => read.Outcome == Outcome.Ok, maxMs: 20);
        Assert.That(read.Value, Is.EqualTo("8"));
    }

    [Test]
    public void An_old_leader_that_is_cut_off_answers_no_read()
    {
        var world = new RaftWorld(3);
        world.Write("x=1");
        var old = world.ElectLeader();
        world.Isolate(old);
        var read = world.Read(old, "x");
        world.RunUntil(() => world.Leader is { } leader && leader.Id != old);
        world.Write("x=2");
        world.Run(1_000);
        Assert.That(read.Outcome, Is.EqualTo(Outcome.Rejected));
    }

    [Test]
    public void A_leader_with_one_follower_of_four_answers_no_read()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(5));
        world.Elect(N1);
        world.Propose(N1, "x=8");
        world.Settle();
        world.Partition(N1, N2);
        var read = world.Read(N1, "x");
        world.Beat(N1);
        Assert.That(read.Outcome, Is.EqualTo(Outcome.Open), "two of five are no quorum");
        world.Heal();
        world.Beat(N1);
        Assert.That(read.Outcome, Is.EqualTo(Outcome.Ok));
    }

    [Test]
    public void A_new_leader_answers_no_read_before_it_has_committed_in_its_term()
    {
        var world = new RaftWorld(WorldOptions.AsInTheFigures(3));
        world.Elect(N1);
        world.Propose(N1, "x=8");
        world.Settle();
        world.Crash(N1);
        world.Elect(N2);
        var read = world.Read(N2, "x");
        world.Beat(N2);
        Assert.That(world[N2].Core.CommitIndex, Is.EqualTo(LogIndex.Zero));
        Assert.That(read.Outcome, Is.EqualTo(Outcome.Open), "it does not know yet what was acknowledged");
        world.Propose(N2, "y=1");
        world.Settle();
        Assert.That((read.Outcome, read.Value), Is.EqualTo((Outcome.Ok, "8")));
    }

    [Test]
    public void A_follower_rejects_a_read_and_names_the_leader()
    {
        var core = new LoneCore();
        core.Hear(Append(N2, term: 1));
        Assert.That(core.Core.Step(new Input.Read([4])), Is.EqualTo(new[] { new Effect.RejectRead(4, N2) }));
    }

    [Test]
    public void Reads_are_rejected_when_their_leader_steps_down()
    {
        var leader = ReadyToRead();
        leader.Core.Step(new Input.Read([4, 5]));
        var effects = leader.Hear(Append(N2, term: 9));
        Assert.That(effects.OfType<Effect.RejectRead>().Select(rejected => rejected.ReadId), Is.EqualTo(new[] { 4L, 5L }));
    }

    [Test]
    public void A_late_answer_to_an_older_round_confirms_no_newer_read()
    {
        var leader = ReadyToRead();
        leader.Core.Step(new Input.Read([4]));
        Assert.That(AnsweredBy(leader, N2, round: 1), Is.EqualTo(new[] { 4L }));
        leader.Core.Step(new Input.Read([5]));
        Assert.That(AnsweredBy(leader, N3, round: 1), Is.Empty, "n3 answers the first round, late");
        Assert.That(AnsweredBy(leader, N3, round: 2), Is.EqualTo(new[] { 5L }));
    }

    [Test]
    public void A_read_that_comes_during_a_round_waits_for_the_next()
    {
        var leader = ReadyToRead();
        leader.Core.Step(new Input.Read([4]));
        leader.Core.Step(new Input.Read([5]));
        Assert.That(AnsweredBy(leader, N2, round: 1), Is.EqualTo(new[] { 4L }));
        Assert.That(AnsweredBy(leader, N2, round: 2), Is.EqualTo(new[] { 5L }));
    }

    [Test]
    public void A_round_that_was_lost_is_asked_again_with_the_next_heartbeat()
    {
        var leader = ReadyToRead();
        leader.Core.Step(new Input.Read([4]));
        var heartbeat = leader.Tick(50).Sent.OfType<Message.AppendEntries>().First();
        Assert.That(heartbeat.ReadRound, Is.EqualTo(1));
    }

    private static LoneCore ReadyToRead()
    {
        var leader = new LoneCore().Lead();
        leader.Flush();
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1));
        return leader;
    }

    private static IEnumerable<long> AnsweredBy(LoneCore leader, NodeId follower, long round) =>
        leader.Hear(Agreed(follower, leader.Core.Term, match: 1, round)).OfType<Effect.AnswerRead>().Select(answer => answer.ReadId);
}
