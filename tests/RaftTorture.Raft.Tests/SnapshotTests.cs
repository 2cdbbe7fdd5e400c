using RaftTorture.TestKit.Worlds;
using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Log compaction and InstallSnapshot, one server's side: section 7.</summary>
public sealed class SnapshotTests
{
    private static readonly Configuration Three = Configuration.Of([N1, N2, N3]);

    [Test]
    public void A_snapshot_that_is_whole_only_after_its_receiver_has_come_to_lead_is_not_installed()
    {
        var leader = new LoneCore(term: new Term(2), log: [1, 1, 2]).Lead();
        var effects = leader.Core.Step(new Input.SnapshotReceived(new SnapshotMeta(new LogIndex(2), new Term(1), Three)));
        Assert.That(effects, Is.Empty);
        Assert.That(leader.Core.CommitIndex, Is.EqualTo(LogIndex.Zero), "a leader commits by counting");
    }

    [Test]
    public void A_snapshot_of_an_earlier_order_does_not_end_the_one_that_is_being_taken()
    {
        var core = new LoneCore(term: new Term(1), log: [1, 1, 1, 1]);
        core.Hear(Append(N2, term: 1, behind: 4, behindTerm: 1, commit: 1));
        var first = Taken(core);
        core.Core.Step(new Input.SnapshotReceived(new SnapshotMeta(new LogIndex(2), new Term(1), Three)));
        core.Hear(Append(N2, term: 1, behind: 4, behindTerm: 1, commit: 3));
        Taken(core);
        core.Core.Step(new Input.SnapshotTaken(first));
        core.Hear(Append(N2, term: 1, behind: 4, behindTerm: 1, commit: 4));
        Assert.That(core.Core.Step(new Input.RequestSnapshot()), Is.Empty, "the host is still writing the second");
    }

    [Test]
    public void A_log_that_conflicts_with_a_snapshot_goes_whole_and_one_that_holds_its_last_entry_keeps_what_follows()
    {
        var conflicting = new LoneCore(term: new Term(2), log: [1, 2, 2]);
        Assert.That(Receive(conflicting, index: 2, term: 1).OfType<Effect.InstallSnapshot>().Single().KeepsLog, Is.False);
        Assert.That((conflicting.Core.Entries, conflicting.Core.LastIndex.Value), Is.EqualTo((Array.Empty<Entry>(), 2L)));
        var longer = new LoneCore(term: new Term(2), log: [1, 1, 2]);
        Assert.That(Receive(longer, index: 2, term: 1).OfType<Effect.InstallSnapshot>().Single().KeepsLog);
        Assert.That(longer.Core.Entries.Select(entry => entry.ToString()), Is.EqualTo(new[] { "3@2" }));
    }

    [Test]
    public void A_snapshot_older_than_what_is_committed_is_not_installed_and_its_pieces_are_not_even_kept()
    {
        var core = new LoneCore(term: new Term(1), log: [1, 1, 1]);
        core.Hear(Append(N2, term: 1, behind: 3, behindTerm: 1, commit: 3));
        Assert.That(Receive(core, index: 2, term: 1).OfType<Effect.InstallSnapshot>(), Is.Empty);
        Assert.That(core.Core.CommitIndex.Value, Is.EqualTo(3));
        var answer = core.Hear(Piece(stream: 1, offset: 0, upTo: 2)).Sent.Single();
        Assert.That(answer, Is.EqualTo(new Message.AppendReply(true, new LogIndex(3), LogIndex.Zero, 0) { Term = new Term(1), From = N1, To = N2 }));
    }

    [Test]
    public void A_snapshot_lowers_no_term()
    {
        var core = new LoneCore(term: new Term(9));
        Receive(core, index: 5, term: 3);
        Assert.That((core.Core.Term, core.Core.CommitIndex.Value), Is.EqualTo((new Term(9), 5L)));
    }

    [Test]
    public void A_request_from_before_the_compacted_prefix_is_agreed_to_and_changes_nothing()
    {
        var core = new LoneCore(term: new Term(3));
        Receive(core, index: 5, term: 3);
        var effects = core.Hear(Append(N2, term: 3, commit: 1, terms: [1, 1]));
        Assert.That(effects.Reply<Message.AppendReply>().MatchIndex.Value, Is.EqualTo(5));
        Assert.That((effects.OfType<Effect.Persist>().Count(), core.Core.LastIndex.Value), Is.EqualTo((0, 5L)));
    }

    [Test]
    public void Pieces_of_two_transfers_never_mix()
    {
        var core = new LoneCore(term: new Term(1));
        Assert.That(Kept(core, Piece(stream: 1, offset: 0, upTo: 5)));
        Assert.That(Kept(core, Piece(stream: 2, offset: 0, upTo: 6)));
        Assert.That(Kept(core, Piece(stream: 1, offset: 3, upTo: 5)), Is.False);
        Assert.That(Kept(core, Piece(stream: 2, offset: 6, upTo: 6)), Is.False, "a piece is missing");
        Assert.That(Kept(core, Piece(stream: 2, offset: 3, upTo: 6)));
        Assert.That(Kept(core, Piece(stream: 2, offset: 3, upTo: 6)), Is.False, "twice");
        Assert.That(Kept(core, Piece(stream: 2, offset: 0, upTo: 6) with { Term = new Term(0) }), Is.False, "an old leader");
    }

    [Test]
    public void A_server_that_campaigns_while_its_snapshot_is_verified_installs_it_all_the_same()
    {
        var core = new LoneCore(term: new Term(1));
        core.Hear(Piece(stream: 1, offset: 0, upTo: 5) with { IsLast = true });
        core.WaitForTimeout();
        var effects = Receive(core, index: 5, term: 1);
        Assert.That(effects.Sent, Is.Empty, "it follows nobody now");
        Assert.That((core.Core.Role, core.Core.CommitIndex.Value, core.Core.LogStart.Index.Value), Is.EqualTo((Role.Candidate, 5L, 5L)));
    }

    [Test]
    public void A_follower_gets_entries_as_long_as_the_one_before_them_is_known_and_then_a_snapshot()
    {
        var leader = new LoneCore(term: new Term(1), log: [1, 1, 1, 1], configure: config => config with { EntriesKept = 2 }).LeadInEarnest();
        leader.Core.Step(new Input.RequestSnapshot());
        leader.Core.Step(new Input.SnapshotTaken(new SnapshotMeta(new LogIndex(5), new Term(2), Three)));
        Assert.That(leader.Core.LogStart.Index.Value, Is.EqualTo(3));
        var near = leader.Hear(NotBehind(N3, term: 2, rejected: 4, tryNext: 3));
        Assert.That((near.Reply<Message.AppendEntries>().PreviousIndex.Value, near.OfType<Effect.SendSnapshot>().Count()), Is.EqualTo((3L, 0)));
        Assert.That(leader.Core.SnapshotTo, Is.Empty);
        var far = leader.Hear(NotBehind(N3, term: 2, rejected: 3, tryNext: 2));
        Assert.That(far.OfType<Effect.SendSnapshot>().Single().Snapshot.Index.Value, Is.EqualTo(5));
        Assert.That(leader.Core.SnapshotTo, Is.EqualTo(new[] { N3 }));
    }

    private static bool Kept(LoneCore core, Message piece) => core.Hear(piece).OfType<Effect.StoreSnapshot>().Any();

    private static IReadOnlyList<Effect> Receive(LoneCore core, int index, int term) =>
        core.Core.Step(new Input.SnapshotReceived(new SnapshotMeta(new LogIndex(index), new Term(term), Three)));

    /// <summary>Three bytes of a longer snapshot, from the leader of term 1.</summary>
    private static Message.InstallSnapshot Piece(long stream, long offset, int upTo) =>
        new(stream, new LogPosition(new LogIndex(upTo), new Term(1)), offset, new byte[3], IsLast: false) { Term = new Term(1), From = N2, To = N1 };

    private static SnapshotMeta Taken(LoneCore core) => core.Core.Step(new Input.RequestSnapshot()).OfType<Effect.TakeSnapshot>().Single().Snapshot;
}
