using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>One server's side of an election: what it grants, what it refuses, and what it makes durable before it says so.</summary>
public sealed class VotingTests
{
    [Test]
    public void One_vote_a_term_first_come_first_served()
    {
        var core = new LoneCore();
        Assert.That(core.Hear(VoteRequest(N2, term: 3)).Reply<Message.VoteReply>().IsGranted);
        Assert.That(core.Hear(VoteRequest(N3, term: 3)).Reply<Message.VoteReply>().IsGranted, Is.False);
        Assert.That(core.Hear(VoteRequest(N2, term: 3)).Reply<Message.VoteReply>().IsGranted, "the same question has the same answer");
        Assert.That(core.Hear(VoteRequest(N3, term: 4)).Reply<Message.VoteReply>().IsGranted);
    }

    [Test]
    public void A_vote_binds_over_a_restart()
    {
        var core = new LoneCore(term: new Term(3), votedFor: N2);
        Assert.That(core.Hear(VoteRequest(N3, term: 3)).Reply<Message.VoteReply>().IsGranted, Is.False);
        Assert.That(core.Hear(VoteRequest(N2, term: 3)).Reply<Message.VoteReply>().IsGranted);
    }

    [Test]
    public void A_vote_is_made_durable_before_it_is_given()
    {
        var effects = new LoneCore().Hear(VoteRequest(N2, term: 3));
        Assert.That(effects[0], Is.EqualTo(new Effect.Persist(new HardState(new Term(3), N2), [])));
        Assert.That(effects[1], Is.InstanceOf<Effect.Send>());
    }

    [Test]
    public void A_candidate_makes_its_own_vote_durable_and_asks_all_others_at_once()
    {
        var effects = new LoneCore().WaitForTimeout();
        Assert.That(effects[0], Is.EqualTo(new Effect.Persist(new HardState(new Term(1), N1), [])));
        Assert.That(effects.Sent.Select(message => message.To), Is.EqualTo(new[] { N2, N3 }));
    }

    [TestCase(2, 5, ExpectedResult = true, Description = "a later last term wins, however long the log")]
    [TestCase(1, 9, ExpectedResult = false, Description = "an earlier last term loses, however long the log")]
    [TestCase(2, 3, ExpectedResult = true, Description = "equal logs")]
    [TestCase(2, 2, ExpectedResult = false, Description = "same last term, shorter")]
    public bool A_vote_goes_only_to_a_log_that_is_up_to_date(int lastTerm, int lastIndex) =>
        new LoneCore(term: new Term(2), log: [1, 1, 2]).Hear(VoteRequest(N2, 3, lastIndex, lastTerm)).Reply<Message.VoteReply>().IsGranted;

    [Test]
    public void A_refused_candidate_still_moves_the_term()
    {
        var core = new LoneCore(term: new Term(2), log: [1, 2]);
        var reply = core.Hear(VoteRequest(N2, term: 7)).Reply<Message.VoteReply>();
        Assert.That((reply.IsGranted, reply.Term, core.Core.Term), Is.EqualTo((false, new Term(7), new Term(7))));
    }

    [Test]
    public void A_granted_vote_puts_off_the_own_election_and_a_refused_one_does_not()
    {
        var granting = new LoneCore(log: [1]);
        var refusing = new LoneCore(log: [1]);
        granting.Tick(140);
        refusing.Tick(140);
        granting.Hear(VoteRequest(N2, term: 1, lastIndex: 1, lastTerm: 1));
        refusing.Hear(VoteRequest(N2, term: 1));
        Assert.That(MsUntilCampaign(refusing), Is.LessThan(160));
        Assert.That(MsUntilCampaign(granting), Is.GreaterThanOrEqualTo(150));
    }

    [Test]
    public void A_vote_that_arrives_twice_counts_once()
    {
        var config = new RaftConfig { Id = N1, Members = [N1, N2, N3, N4, N5], Seed = 1, PreVote = false, CheckQuorum = false };
        var core = new RaftCore(config, RaftRules.Paper, Recovered.Nothing(Configuration.Of(config.Members)));
        core.Step(new Input.Tick(0));
        core.Step(new Input.Tick(149));
        core.Step(new Input.Tick(298));
        core.Step(new Input.Tick(300));
        core.Step(new Input.Receive(Granted(N2, core.Term)));
        core.Step(new Input.Receive(Granted(N2, core.Term)));
        Assert.That(core.Role, Is.EqualTo(Role.Candidate));
        core.Step(new Input.Receive(Granted(N3, core.Term)));
        Assert.That(core.Role, Is.EqualTo(Role.Leader));
    }

    [Test]
    public void Votes_of_an_earlier_term_elect_nobody()
    {
        var core = new LoneCore();
        core.WaitForTimeout();
        core.WaitForTimeout();
        core.Hear(Granted(N2, new Term(1)));
        Assert.That((core.Core.Role, core.Core.Term), Is.EqualTo((Role.Candidate, new Term(2))));
    }

    [Test]
    public void A_candidate_follows_whoever_won_its_term()
    {
        var core = new LoneCore();
        core.WaitForTimeout();
        core.Hear(Append(N2, term: 1));
        Assert.That((core.Core.Role, core.Core.Leader, core.Core.VotedFor), Is.EqualTo((Role.Follower, (NodeId?)N2, (NodeId?)N1)));
    }

    [Test]
    public void A_candidate_that_hears_nothing_tries_again_in_a_new_term()
    {
        var core = new LoneCore();
        core.WaitForTimeout();
        core.WaitForTimeout();
        Assert.That((core.Core.Role, core.Core.Term), Is.EqualTo((Role.Candidate, new Term(2))));
    }

    [Test]
    public void A_higher_term_wins_everywhere([ValueSource(nameof(OfTerm9))] Message message, [Values] bool isLeading)
    {
        var core = isLeading ? new LoneCore().Lead() : new LoneCore();
        core.Hear(message);
        Assert.That((core.Core.Role, core.Core.Term), Is.EqualTo((Role.Follower, new Term(9))));
    }

    [Test]
    public void A_request_of_a_lower_term_is_refused_with_the_own_term()
    {
        var core = new LoneCore(term: new Term(5));
        var vote = core.Hear(VoteRequest(N2, term: 4)).Reply<Message.VoteReply>();
        var append = core.Hear(Append(N2, term: 4, terms: 4)).Reply<Message.AppendReply>();
        Assert.That((vote.IsGranted, vote.Term), Is.EqualTo((false, new Term(5))));
        Assert.That((append.IsSuccess, append.Term, core.Core.LastIndex), Is.EqualTo((false, new Term(5), LogIndex.Zero)));
    }

    [Test]
    public void Every_timeout_is_drawn_anew_from_the_range()
    {
        var drawnMs = TimeoutsMs(seed: 1);
        Assert.That(drawnMs, Is.All.InRange(150, 300));
        Assert.That(drawnMs.Distinct().Count(), Is.GreaterThan(140), "of 151 possible ones");
        Assert.That(drawnMs, Is.Not.EqualTo(TimeoutsMs(seed: 2)));
    }

    private static IEnumerable<Message> OfTerm9() =>
        [VoteRequest(N2, 9), Refused(N2, 9), Append(N2, 9), NotBehind(N2, 9, rejected: 1, tryNext: 0)];

    private static int MsUntilCampaign(LoneCore core)
    {
        var elapsedMs = 1;
        while (core.Tick(1).Count == 0)
            elapsedMs++;
        return elapsedMs;
    }

    private static List<long> TimeoutsMs(ulong seed)
    {
        var config = new RaftConfig { Id = N1, Members = [N1, N2, N3], Seed = seed, PreVote = false, CheckQuorum = false };
        var core = new RaftCore(config, RaftRules.Paper, Recovered.Nothing(Configuration.Of(config.Members)));
        var campaigns = new List<long> { 0 };
        for (var nowMs = 0; campaigns.Count <= 1_000; nowMs++)
        {
            if (core.Step(new Input.Tick(nowMs)).Count > 0)
                campaigns.Add(nowMs);
        }

        return [.. campaigns.Skip(1).Zip(campaigns, (later, earlier) => later - earlier)];
    }
}
