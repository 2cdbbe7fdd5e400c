using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Invariants.ByHand;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Invariants;

/// <summary>Each invariant is shown a state made by hand that it must reject, right beside one that it must accept.</summary>
public sealed class InvariantTests
{
    [Test]
    public void Election_safety_sees_a_second_leader_of_a_term()
    {
        var invariant = new ElectionSafety();
        Show(invariant, Leader(N1, term: 1), Leader(N2, term: 2), Leader(N1, term: 1));
        AssertRejects(() => Show(invariant, Leader(N3, term: 2)));
    }

    [Test]
    public void Vote_once_sees_a_second_vote_and_a_vote_beside_the_own_candidacy()
    {
        var invariant = new VoteOnce();
        invariant.OnSend(Vote(N1, forCandidate: N2, term: 1), new StableStorage(N1));
        invariant.OnSend(Vote(N1, forCandidate: N2, term: 1), new StableStorage(N1));
        invariant.OnSend(Candidacy(N2, term: 1), new StableStorage(N2));
        AssertRejects(() => invariant.OnSend(Vote(N1, forCandidate: N3, term: 1), new StableStorage(N1)));
        AssertRejects(() => invariant.OnSend(Vote(N2, forCandidate: N1, term: 1), new StableStorage(N2)));
    }

    [Test]
    public void Leader_append_only_sees_a_leader_lose_its_own_entry()
    {
        var invariant = new LeaderAppendOnly();
        Show(invariant, Leader(N1, term: 2, log: [1, 2]), Leader(N1, term: 2, log: [1, 2, 2]));
        AssertRejects(() => Show(invariant, Leader(N1, term: 2, log: [1, 2])));
    }

    [Test]
    public void Log_matching_sees_an_entry_behind_two_pasts_and_a_name_for_two_commands()
    {
        var invariant = new LogMatching();
        Show(invariant, Follower(N1, log: [1, 3]), Follower(N2, log: [1, 2]));
        AssertRejects(() => Show(invariant, Follower(N2, log: [1, 2, 3]), Follower(N3, log: [1, 3, 3])));
        var namesake = At(1, term: 1) with { Payload = new byte[] { 9 } };
        AssertRejects(() => Show(invariant, Follower(N3, log: []) with { Log = [namesake] }));
    }

    [Test]
    public void Leader_completeness_sees_a_later_leader_without_a_committed_entry()
    {
        var invariant = new LeaderCompleteness();
        Show(invariant, Leader(N1, term: 2, log: [1, 2], commit: 2), Leader(N2, term: 3, log: [1, 2, 3]));
        AssertRejects(() => Show(invariant, Leader(N3, term: 4, log: [1, 3])));
    }

    [Test]
    public void Leader_completeness_binds_no_leader_of_an_earlier_term_that_wins_late()
    {
        var invariant = new LeaderCompleteness();
        Show(invariant, Leader(N1, term: 4, log: [1, 4], commit: 2), Leader(N2, term: 3, log: [1]));
        AssertRejects(() => Show(invariant, Leader(N2, term: 5, log: [1])));
    }

    [Test]
    public void State_machine_safety_sees_another_entry_another_state_a_gap_and_a_repetition()
    {
        var invariant = new StateMachineSafety();
        invariant.OnApply(N1, incarnation: 0, At(1, term: 1), stateHash: 7);
        invariant.OnApply(N2, incarnation: 0, At(1, term: 1), stateHash: 7);
        invariant.OnApply(N1, incarnation: 1, At(1, term: 1), stateHash: 7);
        AssertRejects(() => invariant.OnApply(N3, incarnation: 0, At(1, term: 2), stateHash: 7));
        AssertRejects(() => invariant.OnApply(N4, incarnation: 0, At(1, term: 1), stateHash: 8));
        AssertRejects(() => invariant.OnApply(N1, incarnation: 0, At(3, term: 1), stateHash: 7));
        AssertRejects(() => invariant.OnApply(N2, incarnation: 0, At(1, term: 1), stateHash: 7));
    }

    [Test]
    public void The_commit_rule_sees_a_leader_commit_onto_an_older_entry()
    {
        var invariant = new CommitRule();
        Show(invariant, Leader(N1, term: 2, log: [1, 2], commit: 2), Follower(N2, log: [1, 2], commit: 1));
        AssertRejects(() => Show(invariant, Leader(N3, term: 2, log: [1, 2], commit: 1)));
    }

    [Test]
    public void Committed_is_durable_sees_a_commit_on_a_minority_of_disks_and_one_that_is_lost_again()
    {
        StableStorage[] disks = [Disk(N1, 1, 1), Disk(N2, 1, 1), Disk(N3, 1)];
        var invariant = new CommittedIsDurable();
        invariant.OnStep(Leader(N1, term: 1, log: [1, 1], commit: 2).Among(N1, N2, N3), disks);
        AssertRejects(() => invariant.OnFlush([disks[0], Disk(N2, 1, 2), disks[2]]));
        AssertRejects(() => new CommittedIsDurable().OnStep(Leader(N1, term: 1, log: [1, 1, 1], commit: 3).Among(N1, N2, N3), disks));
    }

    [Test]
    public void Committed_is_durable_does_not_count_learners_and_counts_a_lost_disk_only_under_its_old_membership()
    {
        StableStorage[] disks = [Disk(N1, 1), Disk(N2, 1), Disk(N3)];
        var invariant = new CommittedIsDurable();
        invariant.OnStep(Leader(N1, term: 1, log: [1], commit: 1).Among(N1, N2, N3), disks);
        disks[1].Wipe();
        invariant.OnWiped(N2, joinedAt: LogIndex.Zero);
        invariant.OnFlush(disks);
        var readded = new Configuration([Voter(N1), new Member(N2, IsVoter: true, new LogIndex(2), ""), Voter(N3)]);
        var second = Leader(N1, term: 1, log: [1, 1], commit: 2) with { Configuration = readded };
        AssertRejects(() => invariant.OnStep(second, [Disk(N1, 1, 1), disks[1], disks[2]]));
        var learning = new Configuration([Voter(N1), new Member(N2, IsVoter: false, LogIndex.Zero, ""), Voter(N3)]);
        var first = Leader(N1, term: 1, log: [1], commit: 1) with { Configuration = learning };
        AssertRejects(() => new CommittedIsDurable().OnStep(first, [Disk(N1, 1), Disk(N2, 1), Disk(N3)]));
    }

    [Test]
    public void Monotone_sees_a_term_or_a_commit_fall()
    {
        var invariant = new Monotone();
        Show(invariant, Leader(N1, term: 2, log: [1, 2], commit: 2), Leader(N1, term: 1, log: [1]) with { Incarnation = 1 });
        AssertRejects(() => Show(invariant, Leader(N1, term: 1, log: [1, 2], commit: 2)));
        AssertRejects(() => Show(invariant, Leader(N1, term: 2, log: [1, 2], commit: 1)));
        invariant.OnSend(Candidacy(N2, term: 5), new StableStorage(N2));
        AssertRejects(() => invariant.OnSend(Candidacy(N2, term: 4), new StableStorage(N2)));
    }

    [Test]
    public void Persist_before_send_sees_a_vote_a_candidacy_and_an_agreement_without_their_disk()
    {
        var invariant = new PersistBeforeSend();
        var disk = Disk(N1, 1);
        disk.Flush(new Effect.Persist(new HardState(new Term(3), N2), []));
        invariant.OnSend(Vote(N1, forCandidate: N2, term: 3), disk);
        invariant.OnSend(Agreed(N1, new Term(3), match: 1), disk);
        AssertRejects(() => invariant.OnSend(Vote(N1, forCandidate: N3, term: 3), disk));
        AssertRejects(() => invariant.OnSend(Candidacy(N1, term: 4), disk));
        AssertRejects(() => invariant.OnSend(Agreed(N1, new Term(3), match: 2), disk));
        AssertRejects(() => invariant.OnSend(Append(N1, term: 4), disk));
    }

    [Test]
    public void Persist_before_send_catches_a_host_that_sends_before_it_flushes()
    {
        var world = new RaftWorld(new WorldOptions { Tamper = effects => [.. effects.OrderBy(effect => effect is Effect.Persist)] });
        Assert.That(
            () => world.ElectLeader(),
            Throws.TypeOf<InvariantBrokenException>().With.Property(nameof(InvariantBrokenException.Invariant)).EqualTo(nameof(PersistBeforeSend)));
    }

    [Test]
    public void Fresh_read_sees_a_read_behind_a_commit_and_a_machine_behind_a_read()
    {
        var invariant = new FreshRead();
        Show(invariant, Leader(N1, term: 1, log: [1, 1], commit: 2));
        invariant.OnReadAsked(7);
        invariant.OnReadAnswered(7, readIndex: new LogIndex(2), applied: new LogIndex(2));
        AssertRejects(() => invariant.OnReadAnswered(7, readIndex: new LogIndex(1), applied: new LogIndex(2)));
        AssertRejects(() => invariant.OnReadAnswered(7, readIndex: new LogIndex(2), applied: new LogIndex(1)));
    }

    [Test]
    public void Every_invariant_is_watched()
    {
        var written = typeof(Invariant).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Invariant))).Select(type => type.Name);
        Assert.That(Invariant.All().Select(invariant => invariant.Name), Is.EquivalentTo(written));
    }
}
