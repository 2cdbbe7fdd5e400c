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

    private static SnapshotMeta Taken(LoneCore core) => core.Core.Step(new Input.RequestSnapshot()).OfType<Effect.TakeSnapshot>().Single().Snapshot;
}
