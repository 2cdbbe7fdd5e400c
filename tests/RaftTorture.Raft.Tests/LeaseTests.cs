using RaftTorture.TestKit.Worlds;
using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Reads without a message (thesis 6.4.1): a lease trusts clocks, and every voter that it rests on.</summary>
public sealed class LeaseTests
{
    [Test]
    public void A_lease_counts_from_when_its_round_was_sent_whenever_the_answers_come()
    {
        var leader = WithLease().LeadInEarnest();
        var sentMs = HeartbeatOf(leader);
        leader.Tick(40);
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1, round: 1));
        Assert.That(leader.Read(4).OfType<Effect.AnswerRead>().Single().LeaseEndMs, Is.EqualTo(sentMs + 134));
    }

    [Test]
    public void A_lease_is_shorter_than_every_election_timeout_even_if_clocks_are_taken_for_perfect()
    {
        var leader = new LoneCore(preVote: true, configure: config => config with { ReadMode = ReadMode.Lease, ClockDriftPercent = 0 }).LeadInEarnest();
        var sentMs = HeartbeatOf(leader);
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1, round: 1));
        Assert.That(leader.Read(4).OfType<Effect.AnswerRead>().Single().LeaseEndMs, Is.LessThan(sentMs + 150));
    }

    [Test]
    public void A_read_after_the_lease_asks_a_quorum()
    {
        var leader = WithLease().LeadInEarnest();
        HeartbeatOf(leader);
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1, round: 1));
        leader.Core.Step(new Input.Clock(leader.NowMs + 134));
        Assert.That(leader.Read(4).OfType<Effect.AnswerRead>(), Is.Empty);
        var answer = leader.Hear(Agreed(N2, leader.Core.Term, match: 1, round: 2)).OfType<Effect.AnswerRead>().Single();
        Assert.That(answer.LeaseEndMs, Is.Null, "a quorum has confirmed it after it came");
    }

    [Test]
    public void A_voter_that_heard_its_leader_and_then_of_a_later_term_elsewhere_does_not_vote_in_it()
    {
        var core = WithLease();
        core.Hear(Append(N2, term: 1));
        core.Hear(Refused(N3, term: 5));
        Assert.That(core.Core.Term, Is.EqualTo(new Term(5)));
        Assert.That(core.Hear(VoteRequest(N3, term: 5)), Is.Empty, "the leader of term 1 may read by a lease that rests on this server");
        core.Tick(150);
        Assert.That(core.Hear(VoteRequest(N3, term: 5)).Reply<Message.VoteReply>().IsGranted);
    }

    [Test]
    public void A_voter_that_restarts_does_not_vote_before_a_lease_it_may_hold_up_is_over()
    {
        var core = WithLease(term: new Term(3));
        core.Tick(149);
        Assert.That(core.Hear(VoteRequest(N2, term: 4)), Is.Empty);
        core.Tick(1);
        Assert.That(core.Hear(VoteRequest(N2, term: 4)).Reply<Message.VoteReply>().IsGranted);
    }

    [Test]
    public void An_only_voter_that_restarts_waits_too_for_the_leader_before_it_may_have_just_removed_itself()
    {
        var core = WithLease(term: new Term(3), N1);
        Assert.That(core.Core.Role, Is.EqualTo(Role.Follower));
        core.Tick(149);
        Assert.That(core.Core.Role, Is.EqualTo(Role.Follower));
        core.WaitForTimeout();
        Assert.That(core.Core.Role, Is.EqualTo(Role.Leader));
    }

    private static long HeartbeatOf(LoneCore leader)
    {
        leader.Tick(50);
        return leader.NowMs;
    }
}
