using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>The paper's conditions, each with the values on both sides of its edge.</summary>
public sealed class RaftRulesTests
{
    private static readonly RaftRules Paper = RaftRules.Paper;

    [TestCase(1, 1, ExpectedResult = true)]
    [TestCase(1, 2, ExpectedResult = false)]
    [TestCase(2, 2, ExpectedResult = true)]
    [TestCase(1, 3, ExpectedResult = false)]
    [TestCase(2, 3, ExpectedResult = true)]
    [TestCase(2, 4, ExpectedResult = false)]
    [TestCase(3, 4, ExpectedResult = true)]
    [TestCase(2, 5, ExpectedResult = false)]
    [TestCase(3, 5, ExpectedResult = true)]
    public bool A_quorum_is_more_than_half_of_all_members(int count, int members) => Paper.IsQuorum(count, members);

    [Test]
    public void Any_two_quorums_share_a_member([Range(1, 9)] int members)
    {
        var smallest = Enumerable.Range(1, members).First(count => Paper.IsQuorum(count, members));
        Assert.That(2 * smallest, Is.GreaterThan(members));
    }

    [TestCase(3, 1, ExpectedResult = true, Description = "later term, shorter log")]
    [TestCase(1, 9, ExpectedResult = false, Description = "earlier term, longer log")]
    [TestCase(2, 6, ExpectedResult = true, Description = "same term, longer")]
    [TestCase(2, 5, ExpectedResult = true, Description = "equal")]
    [TestCase(2, 4, ExpectedResult = false, Description = "same term, shorter")]
    public bool A_candidate_is_up_to_date_against_a_log_that_ends_at_5_in_term_2(int lastTerm, int lastIndex) =>
        Paper.IsUpToDate(new Term(lastTerm), new LogIndex(lastIndex), new Term(2), new LogIndex(5));

    [Test]
    public void A_vote_is_free_or_given_to_the_same_candidate()
    {
        Assert.That(Paper.MayVoteFor(N2, votedFor: null));
        Assert.That(Paper.MayVoteFor(N2, votedFor: N2));
        Assert.That(Paper.MayVoteFor(N2, votedFor: N3), Is.False);
    }

    [TestCase(149, ExpectedResult = true)]
    [TestCase(150, ExpectedResult = false)]
    public bool Candidates_are_disregarded_within_the_shortest_timeout_of_150_ms(int sinceLeaderMs) => Paper.DisregardsCandidates(sinceLeaderMs, 150);

    [Test]
    public void What_was_durable_is_recovered_as_it_was() =>
        Assert.That(Paper.Recover(new HardState(new Term(3), N2)), Is.EqualTo(new HardState(new Term(3), N2)));

    [TestCase(2, 2, ExpectedResult = true)]
    [TestCase(1, 2, ExpectedResult = false)]
    [TestCase(3, 2, ExpectedResult = false)]
    [TestCase(null, 2, ExpectedResult = false, Description = "the log ends before")]
    [TestCase(null, 0, ExpectedResult = false, Description = "nothing is there, so nothing matches")]
    [TestCase(0, 0, ExpectedResult = true, Description = "before the first entry")]
    public bool A_log_matches_where_it_has_the_leaders_term(int? termThere, int previousTerm) =>
        Paper.LogMatches(termThere is { } term ? new Term(term) : null, new Term(previousTerm));

    [TestCase(2, 2, ExpectedResult = false)]
    [TestCase(2, 3, ExpectedResult = true)]
    [TestCase(3, 2, ExpectedResult = true)]
    public bool Entries_conflict_when_their_terms_differ(int mine, int leaders) => Paper.Conflicts(new Term(mine), new Term(leaders));

    [TestCase(4, 4, ExpectedResult = true)]
    [TestCase(2, 4, ExpectedResult = false)]
    public bool Only_entries_of_the_current_term_are_committed_by_counting(int entryTerm, int currentTerm) =>
        Paper.MayCommitByCounting(new Term(entryTerm), new Term(currentTerm));

    [TestCase(2, 7, 5, ExpectedResult = 5, Description = "not past what is verified")]
    [TestCase(2, 4, 5, ExpectedResult = 4, Description = "not past what the leader committed")]
    [TestCase(6, 4, 5, ExpectedResult = 6, Description = "never back")]
    public long A_follower_commits_the_lesser_of_both(int commit, int leaderCommit, int lastVerified) =>
        Paper.FollowerCommit(new LogIndex(commit), new LogIndex(leaderCommit), new LogIndex(lastVerified)).Value;

    [TestCase(300, ExpectedResult = false)]
    [TestCase(301, ExpectedResult = true)]
    public bool A_quorum_is_lost_after_the_longest_timeout_of_300_ms(int sinceQuorumMs) => Paper.HasLostQuorum(sinceQuorumMs, 300);

    [TestCase(true, true, ExpectedResult = true)]
    [TestCase(true, false, ExpectedResult = false)]
    [TestCase(false, true, ExpectedResult = false)]
    [TestCase(false, false, ExpectedResult = false)]
    public bool A_read_needs_a_quorum_and_a_commit_in_this_term(bool isConfirmedByQuorum, bool hasCommittedInTerm) =>
        Paper.MayServeRead(isConfirmedByQuorum, hasCommittedInTerm);

    [TestCase(6, ExpectedResult = true)]
    [TestCase(5, ExpectedResult = false)]
    public bool A_higher_term_is_entered_whatever_brings_it(int term) =>
        Paper.EntersTermOf(new Message.VoteReply(IsGranted: false, IsPreVote: true) { Term = new Term(term), From = N2, To = N1 }, new Term(5));

    [Test]
    public void A_pre_vote_and_its_grant_move_no_term()
    {
        Assert.That(Paper.EntersTermOf(LoneCore.VoteRequest(N2, term: 6, isPreVote: true), new Term(5)), Is.False);
        Assert.That(Paper.EntersTermOf(LoneCore.VoteRequest(N2, term: 6), new Term(5)));
        Assert.That(Paper.EntersTermOf(LoneCore.Granted(N2, new Term(6), isPreVote: true), new Term(5)), Is.False);
    }

    [TestCase(4, ExpectedResult = true)]
    [TestCase(5, ExpectedResult = false)]
    public bool A_leader_of_an_earlier_term_is_stale(int term) => Paper.IsStale(new Term(term), new Term(5));

    [Test]
    public void A_leader_counts_itself_as_far_as_its_disk_goes() =>
        Assert.That(Paper.OwnMatch(persisted: new LogIndex(3), last: new LogIndex(5)), Is.EqualTo(new LogIndex(3)));

    [Test]
    public void A_follower_confirms_the_round_that_it_answered() => Assert.That(Paper.ConfirmedRound(answered: 2, latest: 3), Is.EqualTo(2));

    [TestCase(6, ExpectedResult = true)]
    [TestCase(5, ExpectedResult = false)]
    public bool A_snapshot_is_news_if_it_includes_more_than_is_committed(int index) => Paper.IsNews(new LogIndex(index), commit: new LogIndex(5));
}
