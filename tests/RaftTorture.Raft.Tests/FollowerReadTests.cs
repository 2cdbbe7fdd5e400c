using RaftTorture.TestKit.Worlds;
using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Linearizable reads by followers: the leader confirms an index, the follower waits for it (thesis 6.4).</summary>
public sealed class FollowerReadTests
{
    [Test]
    public void A_follower_answers_with_the_last_acknowledged_write([Range(1, 10)] int seed)
    {
        var world = new RaftWorld(new WorldOptions { Seed = (ulong)seed, Configure = config => config with { FollowerReads = true } });
        world.Write("x=8");
        world.Run(100);
        var follower = world.Ids.First(id => id != world.Leader!.Id);
        world.Write("x=9");
        var read = world.Read(follower, "x");
        world.RunUntil(() => read.Outcome == Outcome.Ok, maxMs: 200);
        Assert.That(read.Value, Is.EqualTo("9"));
    }

    [Test]
    public void A_follower_that_is_cut_off_answers_nothing()
    {
        var world = new RaftWorld(new WorldOptions { Configure = config => config with { FollowerReads = true } });
        world.Write("x=8");
        world.Run(100);
        var follower = world.Ids.First(id => id != world.Leader!.Id);
        world.Isolate(follower);
        var read = world.Read(follower, "x");
        world.Run(1_000);
        Assert.That(read.Outcome, Is.EqualTo(Outcome.Rejected));
    }

    [Test]
    public void An_index_is_waited_for_until_it_is_applied_here()
    {
        var core = Asking(out var number);
        Assert.That(core.Hear(Index(number, 2)), Is.Empty, "it has applied one");
        var effects = core.Hear(Append(N2, term: 1, behind: 1, behindTerm: 1, commit: 2, terms: 1));
        Assert.That(effects[^1], Is.EqualTo(new Effect.AnswerRead(4, new LogIndex(2))));
    }

    [Test]
    public void An_index_that_an_earlier_life_asked_for_serves_no_read_of_this_one()
    {
        Asking(out var earlier, seed: 1);
        var core = Asking(out var number, seed: 2);
        Assert.That(core.Hear(Index(earlier, 1)), Is.Empty);
        Assert.That(core.Hear(Index(number, 1)).OfType<Effect.AnswerRead>(), Is.Not.Empty);
    }

    [Test]
    public void A_read_is_rejected_when_the_leader_changes_or_is_silent_or_leads_no_more()
    {
        Assert.That(Asking(out _).Hear(Append(N3, term: 2)).OfType<Effect.RejectRead>(), Is.Not.Empty);
        Assert.That(Asking(out _).WaitForTimeout().OfType<Effect.RejectRead>(), Is.Not.Empty);
        Assert.That(Asking(out var number).Hear(Index(number, null)).OfType<Effect.RejectRead>(), Is.Not.Empty);
    }

    [Test]
    public void A_leader_answers_no_index_by_its_lease()
    {
        var leader = WithLease().LeadInEarnest();
        leader.Tick(50);
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1, round: 1));
        var asked = leader.Hear(new Message.ReadIndexRequest(7) { Term = leader.Core.Term, From = N3, To = N1 });
        Assert.That(asked.Sent.OfType<Message.ReadIndexReply>(), Is.Empty, "who asks has no clock that the lease could be held against");
        var answer = leader.Hear(Agreed(N2, leader.Core.Term, match: 1, round: 2)).Reply<Message.ReadIndexReply>();
        Assert.That((answer.ReadId, answer.Index, answer.To), Is.EqualTo((7L, (LogIndex?)new LogIndex(1), N3)));
    }

    /// <summary>n1 follows n2, has applied one entry, and has asked for an index for read 4.</summary>
    private static LoneCore Asking(out long number, ulong seed = 7)
    {
        var core = new LoneCore(configure: config => config with { FollowerReads = true, Seed = seed });
        core.Hear(Append(N2, term: 1, commit: 1, terms: 1));
        number = core.Read(4).Reply<Message.ReadIndexRequest>().ReadId;
        return core;
    }

    private static Message.ReadIndexReply Index(long number, int? index) =>
        new(number, index is { } known ? new LogIndex(known) : null) { Term = new Term(1), From = N2, To = N1 };
}
