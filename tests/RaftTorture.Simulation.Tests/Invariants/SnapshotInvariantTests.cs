using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Invariants.ByHand;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Invariants;

/// <summary>The invariants of snapshots and disks, shown what they must reject beside what they must accept.</summary>
public sealed class SnapshotInvariantTests
{
    private static readonly Configuration Three = Configuration.Of([N1, N2, N3]);

    [Test]
    public void Snapshot_equivalence_sees_a_state_that_its_entries_do_not_make()
    {
        var invariant = new SnapshotEquivalence();
        invariant.OnApply(N1, incarnation: 0, At(1, term: 1), stateHash: 8);
        invariant.OnSnapshot(N1, UpTo(1, stateHash: 8, Three));
        AssertRejects(() => invariant.OnSnapshot(N2, UpTo(1, stateHash: 5, Three)));
        AssertRejects(() => invariant.OnRestored(N2, incarnation: 0, UpTo(1, stateHash: 9, Three)));
    }

    [Test]
    public void Snapshot_equivalence_sees_members_of_another_time()
    {
        var invariant = new SnapshotEquivalence();
        var change = At(1, term: 1) with { Kind = EntryKind.Configuration, Payload = ConfigurationCodec.Encode(Configuration.Of([N1, N2])) };
        invariant.OnApply(N1, incarnation: 0, change, stateHash: 8);
        invariant.OnSnapshot(N1, UpTo(1, stateHash: 8, Configuration.Of([N1, N2])));
        AssertRejects(() => invariant.OnSnapshot(N1, UpTo(1, stateHash: 8, Three)));
    }

    [Test]
    public void Index_order_sees_a_gap_between_snapshot_and_log_and_a_commit_behind_the_end()
    {
        var invariant = new IndexOrder();
        Show(invariant, Leader(N1, term: 1, log: [1, 1], commit: 5).Behind(3, snapshot: 4));
        AssertRejects(() => Show(invariant, Leader(N1, term: 1, log: [1, 1], commit: 5).Behind(4, snapshot: 3)));
        AssertRejects(() => Show(invariant, Leader(N1, term: 1, log: [1, 1], commit: 3).Behind(3, snapshot: 4)));
        AssertRejects(() => Show(invariant, Leader(N1, term: 1, log: [1, 1], commit: 6).Behind(3, snapshot: 4)));
    }

    [Test]
    public void Leader_commits_first_sees_a_follower_ahead_of_every_leader()
    {
        var invariant = new LeaderCommitsFirst();
        Show(invariant, Leader(N1, term: 1, log: [1]), Follower(N1, log: [1], commit: 1), Follower(N2, log: [1], commit: 1));
        AssertRejects(() => Show(invariant, Follower(N2, log: [1, 1], commit: 2)));
    }

    [Test]
    public void Ack_is_kept_sees_what_was_agreed_to_go_away_within_the_term()
    {
        var invariant = new AckIsKept();
        var disk = Disk(N1, 1, 1);
        invariant.OnSend(Agreed(N1, new Term(3), match: 2), disk);
        invariant.OnFlush([Disk(N1, 1, 1, 2)]);
        AssertRejects(() => invariant.OnFlush([Disk(N1, 1)]));
        var later = Disk(N1, 1);
        later.Flush(new Effect.Persist(new HardState(new Term(4), null), []));
        invariant.OnFlush([later]);
    }

    [Test]
    public void Restart_fidelity_sees_another_term_vote_or_log_than_the_disk_had()
    {
        var invariant = new RestartFidelity();
        var disk = Disk(N1, 1, 2);
        disk.Flush(new Effect.Persist(new HardState(new Term(9), N2), []));
        invariant.OnStart(Follower(N1, log: [1, 2]), votedFor: N2, disk);
        AssertRejects(() => invariant.OnStart(Follower(N1, log: [1, 2]), votedFor: null, disk));
        AssertRejects(() => invariant.OnStart(Follower(N1, log: [1, 2]) with { Term = new Term(8) }, votedFor: N2, disk));
        AssertRejects(() => invariant.OnStart(Follower(N1, log: [1]), votedFor: N2, disk));
        AssertRejects(() => invariant.OnStart(Follower(N1, log: [1, 2]).Behind(0, snapshot: 1), votedFor: N2, disk));
    }

    [Test]
    public void The_others_take_a_log_that_begins_behind_a_snapshot_as_it_is()
    {
        var matching = new LogMatching();
        Show(matching, Follower(N1, log: [1, 1, 2]), Follower(N1, log: [2]).Behind(2, snapshot: 2), Follower(N2, log: [2]).Behind(2, snapshot: 2));
        AssertRejects(() => Show(matching, Follower(N3, log: [2]).Behind(2, snapshot: 2) with { Start = new LogPosition(new LogIndex(2), new Term(2)) }));
        var appendOnly = new LeaderAppendOnly();
        Show(appendOnly, Leader(N1, term: 1, log: [1, 1]), Leader(N1, term: 1).Behind(2, snapshot: 2));
        AssertRejects(() => Show(appendOnly, Leader(N1, term: 1, log: [1, 1]).Behind(2, snapshot: 2), Leader(N1, term: 1, log: [1]).Behind(2, snapshot: 2)));
    }

    [Test]
    public void State_machine_safety_goes_on_behind_a_snapshot()
    {
        var invariant = new StateMachineSafety();
        invariant.OnRestored(N1, incarnation: 0, UpTo(4, stateHash: 4, Three));
        invariant.OnApply(N1, incarnation: 0, At(5, term: 1), stateHash: 5);
        AssertRejects(() => invariant.OnApply(N1, incarnation: 0, At(5, term: 1), stateHash: 5));
    }

    private static SnapshotView UpTo(int index, ulong stateHash, Configuration members) =>
        new(new SnapshotMeta(new LogIndex(index), new Term(1), members), stateHash);
}
