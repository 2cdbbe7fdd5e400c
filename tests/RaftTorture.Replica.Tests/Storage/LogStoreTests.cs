using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.TestKit.Storage;
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
        Assert.That(recovered.TornTailBytes, Is.Zero);
    }

    [Test]
    public void What_was_flushed_is_there_after_a_restart()
    {
        Run(log => log.Store(State(3, votedFor: 2), Entries(1, 3)));

        var recovered = _disk.Recover();

        Assert.That(recovered.HardState, Is.EqualTo(State(3, votedFor: 2)));
        Assert.That(recovered.Entries, Is.EqualTo(Entries(1, 3)));
    }

    [Test]
    public void A_power_cut_takes_nothing_that_was_flushed_and_leaves_nothing_that_was_not()
    {
        var log = LogStore.Open(_disk);
        log.Store(State(1, votedFor: 1), Entries(1, 2));
        log.Write(State(2, votedFor: 3), Entries(3, 4));

        _disk.PowerCut();

        Assert.That(_disk.Recover().HardState, Is.EqualTo(State(1, votedFor: 1)));
        Assert.That(_disk.Recover().Entries, Is.EqualTo(Entries(1, 2)));
    }

    [Test]
    public void What_was_recovered_stays_even_if_the_process_had_been_killed_before_its_flush()
    {
        var log = LogStore.Open(_disk);
        log.Write(State(1, votedFor: 1), Entries(1, 2));
        _disk.FailsNextFlush = true;
        Assert.That(log.Flush, Throws.TypeOf<IOException>(), "written, not durable");
        log.Dispose();
        var recovered = _disk.Recover();

        _disk.PowerCut();

        Assert.That(recovered.Entries, Is.EqualTo(Entries(1, 2)));
        Assert.That(_disk.Recover().Entries, Is.EqualTo(recovered.Entries));
        Assert.That(_disk.Recover().HardState, Is.EqualTo(recovered.HardState));
    }

    [Test]
    public void A_later_entry_replaces_everything_from_its_index_on()
    {
        Run(log =>
        {
            log.Store(null, Entries(1, 5, term: 1));
            log.Store(null, Entries(3, 4, term: 2));
        });

        Assert.That(_disk.Recover().Entries, Is.EqualTo((Entry[])[.. Entries(1, 2, term: 1), .. Entries(3, 4, term: 2)]));
    }

    [Test]
    public void A_vote_and_its_withdrawal_in_a_new_term_are_both_kept()
    {
        Run(log => log.Store(State(3, votedFor: 2)));
        Run(log => log.Store(State(4, votedFor: null)));

        Assert.That(_disk.Recover().HardState, Is.EqualTo(State(4, votedFor: null)));
    }

    [Test]
    public void Entries_written_after_a_restart_follow_those_before()
    {
        Run(log => log.Store(null, Entries(1, 2)));
        Run(log => log.Store(null, Entries(3, 4)));

        Assert.That(_disk.Recover().Entries, Is.EqualTo(Entries(1, 4)));
    }

    [Test]
    public void Many_writes_cost_one_flush_and_a_flush_of_nothing_is_free()
    {
        using var log = LogStore.Open(_disk);
        var before = _disk.FlushCount;
        log.Write(State(1, votedFor: 1), []);
        for (var index = 1; index <= 100; index++)
            log.Write(null, [Entry(index)]);

        log.Flush();
        log.Flush();

        Assert.That(_disk.FlushCount - before, Is.EqualTo(1));
    }

    [TestCase(2, 3, TestName = "A gap to the end of the log is refused")]
    [TestCase(0, 1, TestName = "An entry before the first is refused")]
    public void A_log_without_its_beginning_is_refused(long first, long last)
    {
        using var log = LogStore.Open(_disk);

        Assert.That(() => log.Write(null, Entries(first, last)), Throws.ArgumentException);
    }

    [Test]
    public void A_gap_among_the_entries_is_refused_and_nothing_of_them_is_stored()
    {
        Run(log =>
        {
            Assert.That(() => log.Write(null, [Entry(1), Entry(3)]), Throws.ArgumentException);
            log.Flush();
        });

        Assert.That(_disk.Recover().Entries, Is.Empty);
    }

    // A second fsync may succeed though the kernel has dropped the pages of the first (Rebello et al., "Can Applications Recover from fsync Failures?").
    [Test]
    public void After_a_failed_flush_the_log_does_no_more_work()
    {
        using var log = LogStore.Open(_disk);
        log.Write(null, Entries(1, 1));
        _disk.FailsNextFlush = true;

        Assert.That(log.Flush, Throws.TypeOf<IOException>());
        Assert.That(log.Flush, Throws.InvalidOperationException);
        Assert.That(() => log.Write(null, Entries(1, 1)), Throws.InvalidOperationException);
    }

    [Test]
    public void A_log_is_open_once_at_a_time_and_closes_when_opening_fails()
    {
        var log = LogStore.Open(_disk);
        Assert.That(() => LogStore.Open(_disk), Throws.TypeOf<IOException>());
        log.Dispose();

        var broken = DiskWith("not a log at all"u8.ToArray());
        Assert.That(broken.Recover, Throws.TypeOf<CorruptLogException>());
        Assert.That(broken.Recover, Throws.TypeOf<CorruptLogException>(), "the first failure must have closed the file");
    }

    private void Run(Action<LogStore> story)
    {
        using var log = LogStore.Open(_disk);
        story(log);
    }
}
