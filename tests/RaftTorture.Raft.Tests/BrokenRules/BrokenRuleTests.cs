using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Each story breaks an invariant when one rule is broken, and none with the paper's rules. Figure 8 has its own file.</summary>
public sealed class BrokenRuleTests
{
    [Test]
    public void Comparing_logs_by_length_elects_a_leader_without_what_was_committed() =>
        AssertBreaks(nameof(LeaderCompleteness), new ComparesLengthOnly(), nodes: 3, world =>
        {
            world.Elect(N1);
            world.Isolate(N1);
            world.Propose(N1, "x=1");
            world.Propose(N1, "x=2");
            world.Elect(N2);
            world.Propose(N2, "x=8");
            world.Settle();
            world.Heal();
            world.Crash(N2);
            world.Beat(N1);
            world.Campaign(N1);
        });

    [Test]
    public void Voting_for_everybody_votes_twice_in_a_term() =>
        AssertBreaks(nameof(VoteOnce), new VotesForEverybody(), nodes: 3, DuellingCandidates);

    [Test]
    public void Voting_for_everybody_elects_two_leaders_of_one_term() =>
        AssertBreaks(nameof(ElectionSafety), new VotesForEverybody(), nodes: 3, DuellingCandidates, nameof(VoteOnce));

    [Test]
    public void Forgetting_the_vote_over_a_restart_votes_twice_in_a_term() =>
        AssertBreaks(nameof(VoteOnce), new ForgetsItsVote(), nodes: 3, world =>
        {
            world.Isolate(N2);
            world.Campaign(N1);
            world.Crash(N3);
            world.Restart(N3);
            world.Heal();
            world.Cut(N1, N2);
            world.Campaign(N2);
        }, nameof(RestartFidelity));

    [Test]
    public void Forgetting_the_term_over_a_restart_speaks_in_an_older_term() =>
        AssertBreaks(nameof(Monotone), new FallsBackInTerm(), nodes: 3, world =>
        {
            world.Elect(N1);
            world.Isolate(N1);
            world.Elect(N2);
            world.Crash(N3);
            world.Restart(N3);
            world.Heal();
            world.Beat(N1);
        }, nameof(RestartFidelity));

    [Test]
    public void Forgetting_the_term_or_the_vote_is_seen_at_the_restart([ValueSource(nameof(Forgetful))] RaftRules broken) =>
        AssertBreaks(nameof(RestartFidelity), broken, nodes: 3, world =>
        {
            world.Elect(N1);
            world.Crash(N3);
            world.Restart(N3);
        });

    [Test]
    public void Appending_anywhere_puts_an_entry_behind_different_pasts() =>
        AssertBreaks(nameof(LogMatching), new AppendsAnywhere(), nodes: 3, world =>
        {
            world.StartWithLog(N1, new Term(3), 1, 3);
            world.StartWithLog(N2, new Term(3), 1, 3);
            world.StartWithLog(N3, new Term(2), 1, 2);
            world.Elect(N1);
            world.Propose(N1, "x=8");
            world.Settle();
        });

    [Test]
    public void Truncating_on_overlap_loses_an_entry_that_was_acknowledged() =>
        AssertBreaks(nameof(CommittedIsDurable), new TruncatesOnOverlap(), nodes: 3, world =>
        {
            world.Elect(N1);
            world.Isolate(N3);
            var sent = world.Network.Catch(message => message is Message.AppendEntries);
            world.Propose(N1, "x=1");
            world.Propose(N1, "x=2");
            world.Network.Release(sent);
            world.Settle();
            world.Network.Replay(sent.Caught[0]);
            world.Settle();
        });

    [Test]
    public void Overlooking_conflicts_agrees_to_an_entry_that_is_not_there() =>
        AssertBreaks(nameof(CommittedIsDurable), new OverlooksConflicts(), nodes: 3, world =>
        {
            world.Elect(N1);
            world.Isolate(N1);
            world.Propose(N1, "x=1");
            world.Elect(N2);
            world.Crash(N3);
            world.Heal();
            world.Propose(N2, "x=8");
            world.Beat(N2);
        });

    [Test]
    public void Committing_unverified_entries_applies_what_the_leader_never_had() =>
        AssertBreaks(nameof(StateMachineSafety), new CommitsUnverified(), nodes: 3, world =>
        {
            world.StartWithLog(N1, new Term(3), 1, 3, 3);
            world.StartWithLog(N2, new Term(3), 1, 3, 3);
            world.StartWithLog(N3, new Term(2), 1, 2, 2, 2, 2);
            world.Network.Catch(message => message is Message.AppendEntries { Entries.Length: > 0 } && message.To == N3);
            world.Elect(N1);
            world.Propose(N1, "x=8");
            world.Settle();
            world.Read(N1, "x");
            world.Settle();
        });

    [Test]
    public void Reading_without_asking_misses_what_another_leader_has_committed() =>
        AssertBreaks(nameof(FreshRead), new ReadsWithoutAsking(), nodes: 3, world =>
        {
            world.Elect(N1);
            world.Isolate(N1);
            world.Elect(N2);
            world.Propose(N2, "x=8");
            world.Settle();
            world.Read(N1, "x");
            world.Settle();
        });

    [Test]
    public void Reading_before_a_commit_of_the_own_term_misses_what_was_acknowledged() =>
        AssertBreaks(nameof(FreshRead), new ReadsBeforeCommitting(), nodes: 3, world =>
        {
            world.Elect(N1);
            world.Propose(N1, "x=8");
            world.Settle();
            world.Crash(N1);
            world.Elect(N2);
            world.Read(N2, "x");
            world.Settle();
        });

    [Test]
    public void Half_of_four_as_a_quorum_elects_two_leaders_of_one_term() =>
        AssertBreaks(nameof(ElectionSafety), new HalfIsEnough(), nodes: 4, world =>
        {
            world.Partition(N1, N2);
            world.Campaign(N1);
            world.Campaign(N3);
        });

    private static IEnumerable<RaftRules> Forgetful() => [new ForgetsItsVote(), new FallsBackInTerm()];

    private static void DuellingCandidates(RaftWorld world)
    {
        world.Cut(N1, N2);
        world.StartCampaign(N1);
        world.Campaign(N2);
    }

    private static void AssertBreaks(string invariant, RaftRules broken, int nodes, Action<RaftWorld> story, params string[] overlooked)
    {
        Assert.That(() => story(WorldWith(RaftRules.Paper)), Throws.Nothing);
        Assert.That(
            () => story(WorldWith(broken)),
            Throws.TypeOf<InvariantBrokenException>().With.Property(nameof(InvariantBrokenException.Invariant)).EqualTo(invariant));

        RaftWorld WorldWith(RaftRules rules) => new(WorldOptions.AsInTheFigures(nodes) with { Rules = rules, Overlooked = overlooked });
    }
}
