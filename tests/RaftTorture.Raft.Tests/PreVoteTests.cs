using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>PreVote and CheckQuorum: thesis 9.6, 6.2 and 4.2.3.</summary>
public sealed class PreVoteTests
{
    [Test]
    public void A_pre_candidate_asks_for_the_next_term_and_stays_in_its_own()
    {
        var core = new LoneCore(term: new Term(4), preVote: true);
        var asked = core.WaitForTimeout().Sent.Cast<Message.RequestVote>();
        Assert.That(asked.Select(request => (request.IsPreVote, request.Term.Value)), Is.All.EqualTo((true, 5L)));
        Assert.That((core.Core.Role, core.Core.Term), Is.EqualTo((Role.PreCandidate, new Term(4))));
    }

    [Test]
    public void A_pre_vote_changes_nothing_in_the_voter()
    {
        var core = new LoneCore(term: new Term(4), votedFor: N3, preVote: true);
        var effects = core.Hear(VoteRequest(N2, term: 5, isPreVote: true));
        Assert.That(effects.Reply<Message.VoteReply>().IsGranted);
        Assert.That(effects, Has.Count.EqualTo(1), "nothing to persist");
        Assert.That((core.Core.Term, core.Core.VotedFor), Is.EqualTo((new Term(4), (NodeId?)N3)));
    }

    [Test]
    public void A_pre_vote_goes_only_to_a_later_term_and_a_log_that_is_up_to_date()
    {
        var core = new LoneCore(term: new Term(4), log: [4], preVote: true);
        Assert.That(core.Hear(VoteRequest(N2, 4, lastIndex: 1, lastTerm: 4, isPreVote: true)).Reply<Message.VoteReply>().IsGranted, Is.False);
        Assert.That(core.Hear(VoteRequest(N2, 5, isPreVote: true)).Reply<Message.VoteReply>().IsGranted, Is.False);
        Assert.That(core.Hear(VoteRequest(N2, 5, lastIndex: 1, lastTerm: 4, isPreVote: true)).Reply<Message.VoteReply>().IsGranted);
    }

    [Test]
    public void A_majority_of_pre_votes_starts_the_election()
    {
        var core = new LoneCore(preVote: true);
        core.WaitForTimeout();
        core.Hear(Granted(N2, new Term(1), isPreVote: true));
        Assert.That((core.Core.Role, core.Core.Term, core.Core.VotedFor), Is.EqualTo((Role.Candidate, new Term(1), (NodeId?)N1)));
    }

    [Test]
    public void A_candidate_waits_a_whole_timeout_for_its_votes_however_late_the_pre_votes_came()
    {
        var core = new LoneCore(preVote: true);
        core.WaitForTimeout();
        core.Tick(149);
        core.Hear(Granted(N2, new Term(1), isPreVote: true));
        Assert.That(core.Tick(149), Is.Empty);
        Assert.That(core.Core.Role, Is.EqualTo(Role.Candidate));
    }

    [Test]
    public void A_pre_vote_does_not_count_as_a_vote()
    {
        var core = new LoneCore(preVote: true);
        core.WaitForTimeout();
        core.Hear(Granted(N2, new Term(1), isPreVote: true));
        core.Hear(Granted(N3, new Term(1), isPreVote: true));
        Assert.That(core.Core.Role, Is.EqualTo(Role.Candidate));
    }

    [Test]
    public void Who_hears_a_leader_disregards_candidates_and_keeps_its_term([Values] bool isPreVote)
    {
        var core = new LoneCore(preVote: true);
        core.Hear(Append(N2, term: 1));
        core.Tick(149);
        Assert.That(core.Hear(VoteRequest(N3, term: 9, isPreVote: isPreVote)), Is.Empty);
        core.Tick(1);
        Assert.That(core.Hear(VoteRequest(N3, term: 9, isPreVote: isPreVote)).Reply<Message.VoteReply>().IsGranted);
    }

    [Test]
    public void A_refusal_teaches_the_pre_candidate_the_later_term()
    {
        var core = new LoneCore(term: new Term(4), preVote: true);
        core.WaitForTimeout();
        core.Hear(Refused(N2, term: 8, isPreVote: true));
        Assert.That((core.Core.Role, core.Core.Term), Is.EqualTo((Role.Follower, new Term(8))));
    }

    [Test]
    public void A_leader_that_hears_no_quorum_steps_down_after_the_longest_timeout()
    {
        var core = new LoneCore(preVote: true);
        core.WaitForTimeout();
        core.Hear(Granted(N2, new Term(1), isPreVote: true));
        core.Hear(Granted(N2, new Term(1)));
        for (var elapsedMs = 100; elapsedMs <= 300; elapsedMs += 100)
            core.Tick(100);
        Assert.That(core.Core.Role, Is.EqualTo(Role.Leader));
        core.Tick(1);
        Assert.That((core.Core.Role, core.Core.Leader), Is.EqualTo((Role.Follower, (NodeId?)null)));
    }
}
