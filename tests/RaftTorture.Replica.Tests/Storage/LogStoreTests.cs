using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using static RaftTorture.Replica.Tests.Storage.Logs;

namespace RaftTorture.Replica.Tests.Storage;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LogStoreTests
{
    private readonly MemoryDisk _disk = new();

    [Test]
    public void A_new_log_is_empty_and_has_voted_for_nobody()
    {
        var recovered = _disk.Recover();

        Assert.That(recovered.HardState, Is.EqualTo(HardState.Initial));
        Assert.That(recovered.Entries, Is.Empty);
        Assert.That((recovered.LogStart, recovered.Snapshot.LastIndex), Is.EqualTo((LogPosition.Start, LogIndex.Zero)));
    }

    [Test]
    public void What_was_flushed_is_there_after_a_restart()
    {
        Run(storage => storage.Store(State(3, votedFor: 2), Entries(1, 3)));

        var recovered = _disk.Recover();

        Assert.That(recovered.HardState, Is.EqualTo(State(3, votedFor: 2)));
        Assert.That(recovered.Entries, Is.EqualTo(Entries(1, 3)));
    }

    [Test]
    public void Entries_of_all_kinds_come_back()
    {
        Entry[] entries =
        [
            new(new LogIndex(1), new Term(1), EntryKind.NoOp, default),
            new(new LogIndex(2), new Term(1), EntryKind.Configuration, ConfigurationCodec.Encode(Founding)),
            new(new LogIndex(3), new Term(1), EntryKind.Command, new byte[3_000_000]),
        ];
        Run(storage => storage.Store(null, entries));

        Assert.That(_disk.Recover().Entries, Is.EqualTo(entries));
    }

    [Test]
    public void A_power_cut_takes_nothing_that_was_flushed_and_leaves_nothing_that_was_not()
    {
        var storage = _disk.Start();
        storage.Store(State(1, votedFor: 1), Entries(1, 2));
        storage.Log.Write(State(2, votedFor: 3), Entries(3, 4));

        _disk.PowerCut();

        Assert.That(_disk.Recover().HardState, Is.EqualTo(State(1, votedFor: 1)));
        Assert.That(_disk.Recover().Entries, Is.EqualTo(Entries(1, 2)));
    }

    [Test]
    public void What_was_recovered_stays_even_if_the_process_had_been_killed_before_its_flush()
    {
        var storage = _disk.Start();
        storage.Log.Write(State(1, votedFor: 1), Entries(1, 2));
        _disk.FailsNextFlush = true;
        Assert.That(storage.Log.Flush, Throws.TypeOf<IOException>(), "written, not durable");
        storage.Dispose();
        var recovered = _disk.Recover();

        _disk.PowerCut();

        Assert.That(recovered.Entries, Is.EqualTo(Entries(1, 2)));
        Assert.That(_disk.Recover().Entries, Is.EqualTo(recovered.Entries));
        Assert.That(_disk.Recover().HardState, Is.EqualTo(recovered.HardState));
    }

    [Test]
    public void A_later_entry_replaces_everything_from_its_index_on()
    {
        Run(storage =>
        {
            storage.Store(null, Entries(1, 5, term: 1));
            storage.Store(null, Entries(3, 4, term: 2));
        });

        Assert.That(_disk.Recover().Entries, Is.EqualTo((Entry[])[.. Entries(1, 2, term: 1), .. Entries(3, 4, term: 2)]));
    }

    [Test]
    public void A_vote_and_its_withdrawal_in_a_new_term_are_both_kept()
    {
        Run(storage => storage.Store(State(3, votedFor: 2)));
        Run(storage => storage.Store(State(4, votedFor: null)));

        Assert.That(_disk.Recover().HardState, Is.EqualTo(State(4, votedFor: null)));
    }

    [Test]
    public void Entries_written_after_a_restart_follow_those_before()
    {
        Run(storage => storage.Store(null, Entries(1, 2)));
        Run(storage => storage.Store(null, Entries(3, 4)));

        Assert.That(_disk.Recover().Entries, Is.EqualTo(Entries(1, 4)));
    }

    [Test]
    public void Many_writes_cost_one_flush_and_a_flush_of_nothing_is_free()
    {
        using var storage = _disk.Start();
        var before = _disk.FlushCount;
        storage.Log.Write(State(1, votedFor: 1), []);
        for (var index = 1; index <= 100; index++)
            storage.Log.Write(null, [Entry(index)]);

        storage.Log.Flush();
        storage.Log.Flush();

        Assert.That(_disk.FlushCount - before, Is.EqualTo(1));
    }

    [TestCase(2, 3, TestName = "A gap to the end of the log is refused")]
    [TestCase(0, 1, TestName = "An entry before the first is refused")]
    public void A_log_without_its_beginning_is_refused(long first, long last)
    {
        using var storage = _disk.Start();

        Assert.That(() => storage.Log.Write(null, Entries(first, last)), Throws.ArgumentException);
    }

    [Test]
    public void A_gap_among_the_entries_is_refused_and_nothing_of_them_is_stored()
    {
        Run(storage =>
        {
            Assert.That(() => storage.Log.Write(null, [Entry(1), Entry(3)]), Throws.ArgumentException);
            storage.Log.Flush();
        });

        Assert.That(_disk.Recover().Entries, Is.Empty);
    }

    // A second fsync may succeed though the kernel has dropped the pages of the first (Rebello et al., "Can Applications Recover from fsync Failures?").
    [Test]
    public void After_a_failed_flush_the_log_does_no_more_work()
    {
        using var storage = _disk.Start();
        storage.Log.Write(null, Entries(1, 1));
        _disk.FailsNextFlush = true;

        Assert.That(storage.Log.Flush, Throws.TypeOf<IOException>());
        Assert.That(storage.Log.Flush, Throws.InvalidOperationException);
        Assert.That(() => storage.Log.Write(null, Entries(1, 1)), Throws.InvalidOperationException);
        Assert.That(() => storage.Log.Compact(new LogIndex(1)), Throws.InvalidOperationException);
    }

    [Test]
    public void A_log_is_open_once_at_a_time_and_closes_when_opening_fails()
    {
        var storage = _disk.Start();
        Assert.That(() => _disk.Start(), Throws.TypeOf<IOException>());
        storage.Dispose();

        var broken = DiskWith("not a log at all, and longer than a log's header is"u8.ToArray());
        Assert.That(broken.Recover, Throws.TypeOf<CorruptLogException>());
        Assert.That(broken.Recover, Throws.TypeOf<CorruptLogException>(), "the first failure must have closed the file");
    }

    private void Run(Action<ReplicaStorage> story)
    {
        using var storage = _disk.Start();
        story(storage);
    }
}
