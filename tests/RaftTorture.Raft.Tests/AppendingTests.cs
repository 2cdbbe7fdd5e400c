using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>One server's side of replication: what a follower stores and answers, what a leader sends, counts and commits.</summary>
public sealed class AppendingTests
{
    [Test]
    public void A_follower_stores_then_agrees_then_applies_what_is_committed()
    {
        var effects = new LoneCore(term: new Term(1)).Hear(Append(N2, term: 1, commit: 1, terms: [1, 1]));
        Assert.That(effects[0], Is.InstanceOf<Effect.Persist>());
        Assert.That(effects.Reply<Message.AppendReply>().MatchIndex, Is.EqualTo(new LogIndex(2)));
        Assert.That(effects.Applied.Select(entry => entry.Index.Value), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public void A_follower_refuses_entries_that_do_not_join_its_log()
    {
        var core = new LoneCore(term: new Term(2), log: [1, 1, 1]);
        var tooFar = core.Hear(Append(N2, term: 2, behind: 5, behindTerm: 2, terms: 2)).Reply<Message.AppendReply>();
        var otherTerm = core.Hear(Append(N2, term: 2, behind: 3, behindTerm: 2, terms: 2)).Reply<Message.AppendReply>();
        Assert.That((tooFar.IsSuccess, tooFar.MatchIndex.Value), Is.EqualTo((false, 3L)), "try at the end of the log");
        Assert.That((otherTerm.IsSuccess, otherTerm.MatchIndex.Value), Is.EqualTo((false, 0L)), "try before the term that conflicts");
        Assert.That(core.Core.LastIndex.Value, Is.EqualTo(3));
    }

    [Test]
    public void A_conflicting_entry_goes_and_all_that_follow_it()
    {
        var core = new LoneCore(term: new Term(2), log: [1, 2, 2, 2]);
        core.Hear(Append(N2, term: 3, behind: 1, behindTerm: 1, terms: 3));
        Assert.That(core.Core.Entries.Select(entry => entry.Term.Value), Is.EqualTo(new[] { 1L, 3L }));
    }

    [Test]
    public void A_late_shorter_request_and_a_heartbeat_remove_nothing()
    {
        var core = new LoneCore(term: new Term(1), log: [1, 1, 1]);
        core.Hear(Append(N2, term: 1, terms: 1));
        core.Hear(Append(N2, term: 1, behind: 1, behindTerm: 1));
        Assert.That(core.Core.LastIndex.Value, Is.EqualTo(3));
    }

    [Test]
    public void A_follower_agrees_and_commits_only_as_far_as_the_request_reaches()
    {
        var core = new LoneCore(term: new Term(2), log: [1, 1, 1]);
        var effects = core.Hear(Append(N2, term: 2, behind: 1, behindTerm: 1, commit: 3));
        Assert.That(effects.Reply<Message.AppendReply>().MatchIndex.Value, Is.EqualTo(1));
        Assert.That(core.Core.CommitIndex.Value, Is.EqualTo(1));
    }

    [Test]
    public void A_commit_index_never_falls()
    {
        var core = new LoneCore(term: new Term(1), log: [1, 1]);
        core.Hear(Append(N2, term: 1, behind: 2, behindTerm: 1, commit: 2));
        Assert.That(core.Hear(Append(N2, term: 1, behind: 2, behindTerm: 1, commit: 1)).Applied, Is.Empty);
        Assert.That(core.Core.CommitIndex.Value, Is.EqualTo(2));
    }

    [Test]
    public void A_leader_sends_before_its_own_flush_and_counts_itself_only_after()
    {
        var leader = new LoneCore().Lead();
        Assert.That(leader.Core.CommitIndex, Is.EqualTo(LogIndex.Zero));
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1));
        Assert.That(leader.Core.CommitIndex, Is.EqualTo(LogIndex.Zero), "one of three disks");
        Assert.That(leader.Flush().Applied, Has.Count.EqualTo(1));
    }

    [Test]
    public void Two_followers_are_a_majority_without_the_leaders_disk()
    {
        var leader = new LoneCore().Lead();
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1));
        Assert.That(leader.Hear(Agreed(N3, leader.Core.Term, match: 1)).Applied, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_agreement_that_arrives_twice_or_late_counts_once_and_takes_nothing_back()
    {
        var leader = new LoneCore().Lead();
        leader.Propose(1, 2);
        leader.Hear(Agreed(N2, leader.Core.Term, match: 3));
        leader.Hear(Agreed(N2, leader.Core.Term, match: 3));
        Assert.That(leader.Core.CommitIndex, Is.EqualTo(LogIndex.Zero));
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1));
        Assert.That(leader.Flush().Applied, Has.Count.EqualTo(3));
    }

    [Test]
    public void Entries_of_earlier_terms_are_committed_only_with_one_of_the_own_term()
    {
        var leader = new LoneCore(term: new Term(2), log: [1, 2]).Lead();
        leader.Hear(Agreed(N2, leader.Core.Term, match: 2));
        leader.Hear(Agreed(N3, leader.Core.Term, match: 2));
        Assert.That(leader.Core.CommitIndex, Is.EqualTo(LogIndex.Zero));
        leader.Hear(Agreed(N2, leader.Core.Term, match: 3));
        Assert.That(leader.Flush().Applied.Select(entry => entry.Term.Value), Is.EqualTo(new[] { 1L, 2L, 3L }));
    }

    [Test]
    public void A_refusal_moves_the_question_back_and_an_old_refusal_moves_nothing()
    {
        var leader = new LoneCore(term: new Term(2), log: [1, 2, 2]).Lead();
        var asked = leader.Hear(NotBehind(N2, term: 3, rejected: 3, tryNext: 1)).Reply<Message.AppendEntries>();
        Assert.That((asked.PreviousIndex.Value, asked.Entries.Length), Is.EqualTo((1L, 3)));
        leader.Hear(Agreed(N2, leader.Core.Term, match: 4));
        Assert.That(leader.Hear(NotBehind(N2, term: 3, rejected: 3, tryNext: 1)).Sent, Is.Empty);
    }

    [Test]
    public void A_flush_confirms_only_the_entry_that_is_still_there()
    {
        var core = new LoneCore(term: new Term(1), log: [1]);
        core.Hear(Append(N2, term: 1, behind: 1, behindTerm: 1, terms: 1));
        core.Hear(Append(N3, term: 2, behind: 1, behindTerm: 1, terms: 2));
        var leader = core.Lead();
        leader.Core.Step(new Input.Persisted(new LogIndex(2), new Term(1)));
        leader.Hear(Agreed(N2, leader.Core.Term, match: 3));
        Assert.That(leader.Core.CommitIndex, Is.EqualTo(LogIndex.Zero));
    }

    [Test]
    public void A_follower_takes_no_command_and_names_the_leader()
    {
        var core = new LoneCore();
        Assert.That(core.Propose(5), Is.EqualTo(new[] { new Effect.RejectProposal(5, null) }));
        core.Hear(Append(N2, term: 1));
        Assert.That(core.Propose(6), Is.EqualTo(new[] { new Effect.RejectProposal(6, N2) }));
    }

    [Test]
    public void A_leader_whose_followers_do_not_keep_up_takes_no_more_and_says_why()
    {
        var leader = new LoneCore(configure: config => config with { MaxUncommittedBytes = 10 }).LeadInEarnest();
        Assert.That(Offer(leader, bytes: 20), Is.Null, "one is always taken");
        Assert.That(Offer(leader, bytes: 1), Does.Contain("slower than its clients"));
        leader.Flush();
        leader.Hear(Agreed(N2, leader.Core.Term, match: 2));
        Assert.That(Offer(leader, bytes: 4), Is.Null);
        Assert.That(Offer(leader, bytes: 7), Is.Not.Null);
        Assert.That(Offer(leader, bytes: 6), Is.Null);
    }

    /// <summary>Why the command was refused, or null if it was not.</summary>
    private static string? Offer(LoneCore leader, int bytes) =>
        leader.Core.Step(new Input.Propose([new Proposal(1, new byte[bytes])])).OfType<Effect.RejectProposal>().SingleOrDefault()?.Reason;
}
