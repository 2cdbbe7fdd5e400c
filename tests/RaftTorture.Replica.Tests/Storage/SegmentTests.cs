using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using static RaftTorture.Replica.Tests.Storage.Logs;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>A log of which every flush begins a segment: segment N ends with the N-th flush.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SegmentTests
{
    private readonly MemoryDisk _disk = new();

    [Test]
    public void A_full_segment_is_closed_and_the_log_goes_on_in_the_next()
    {
        Store(Entries(1, 2), Entries(3, 4), Entries(2, 2, term: 2));

        Assert.That(_disk.List().Count(name => name.StartsWith("log-")), Is.EqualTo(4));
        Assert.That(_disk.Recover().Entries, Is.EqualTo((Entry[])[Entry(1), Entry(2, term: 2)]));
    }

    [Test]
    public void A_segment_is_closed_only_when_it_is_full()
    {
        using var storage = _disk.Start(new StorageOptions { SegmentBytes = 2000 });
        for (var index = 1; index <= 100; index++)
            storage.Store(null, Entry(index));

        Assert.That(storage.Log.SegmentCount, Is.InRange(3, 5));
        Assert.That(_disk.LogFile().Length, Is.InRange(2000, 2100));
    }

    [Test]
    public void Compaction_deletes_whole_segments_up_to_the_index_and_keeps_the_rest()
    {
        using var storage = _disk.Start(SegmentEachFlush);
        storage.Store(null, Entries(1, 2));
        storage.Store(null, Entries(3, 4));
        storage.Store(null, Entries(5, 6));
        storage.TakeSnapshot(5);

        storage.Log.Compact(new LogIndex(5));

        Assert.That(_disk.List(), Does.Not.Contain(FirstSegment).And.Not.Contain(SecondSegment));
        Assert.That(storage.Log.SegmentCount, Is.EqualTo(2));
        storage.Dispose();
        var recovered = _disk.Recover();
        Assert.That((recovered.LogStart, recovered.Snapshot), Is.EqualTo((Position(4), Meta(5))));
        Assert.That(recovered.Entries, Is.EqualTo(Entries(5, 6)));
    }

    [Test]
    public void What_is_not_in_entries_outlives_the_segment_that_said_it()
    {
        using (var storage = _disk.Start(SegmentEachFlush, newIncarnation: 77))
        {
            storage.Log.Pin(new NodeId(2), new LogIndex(5), new Incarnation(99));
            storage.Store(State(7, votedFor: 3), Entries(1, 6));
            storage.TakeSnapshot(6);
            storage.Log.Compact(new LogIndex(6));
        }

        Assert.That(_disk.List(), Does.Not.Contain(FirstSegment));
        using var again = ReplicaStorage.Open(_disk, Configuration.Empty, newIncarnation: 78);
        Assert.That((again.Recovered.HardState, again.Incarnation), Is.EqualTo((State(7, votedFor: 3), new Incarnation(77))));
        Assert.That(again.Log.PinOf(new NodeId(2), new LogIndex(5)), Is.EqualTo(new Incarnation(99)));
        Assert.That(again.Log.PinOf(new NodeId(2), new LogIndex(6)), Is.Null);
    }

    [Test]
    public void The_founding_configuration_is_the_one_of_the_first_start()
    {
        _disk.Start(SegmentEachFlush).Dispose();

        using var storage = ReplicaStorage.Open(_disk, Configuration.Empty, newIncarnation: 1);

        Assert.That(storage.Recovered.Snapshot, Is.EqualTo(SnapshotMeta.Founding(Founding)));
    }

    [Test]
    public void An_installed_snapshot_empties_the_log_and_the_entries_behind_it_follow()
    {
        using (var storage = _disk.Start(SegmentEachFlush))
        {
            storage.Store(State(3, votedFor: null), Entries(1, 9));
            storage.TakeSnapshot(7, term: 2);
            storage.Log.StartBehind(Position(7, term: 2), keepsLog: false);
            storage.Log.Compact(new LogIndex(7));
            Assert.That(storage.Log.SegmentCount, Is.EqualTo(1));
            storage.Store(null, Entries(8, 8, term: 2));
        }

        var recovered = _disk.Recover();

        Assert.That((recovered.HardState.Term, recovered.LogStart), Is.EqualTo((new Term(3), Position(7, term: 2))));
        Assert.That(recovered.Entries, Is.EqualTo(Entries(8, 8, term: 2)));
    }

    [Test]
    public void An_installed_snapshot_that_the_log_holds_keeps_what_follows()
    {
        using (var storage = _disk.Start(SegmentEachFlush))
        {
            storage.Store(null, Entries(1, 9));
            storage.TakeSnapshot(7);
            storage.Log.StartBehind(Position(7), keepsLog: true);
        }

        Assert.That(_disk.Recover().Entries, Is.EqualTo(Entries(1, 9)));
    }

    [TestCase(12, 1, TestName = "A log that ends before the installed snapshot begins anew behind it")]
    [TestCase(7, 2, TestName = "A log that contradicts the installed snapshot begins anew behind it")]
    public void The_power_fails_between_the_snapshot_and_the_log(long index, long term)
    {
        using (var storage = _disk.Start(SegmentEachFlush))
        {
            storage.Store(State(3, votedFor: 1), Entries(1, 9));
            storage.TakeSnapshot(index, term);
        }

        foreach (var time in (string[])["at the first start", "at the second"])
        {
            var recovered = _disk.Recover();
            Assert.That((recovered.HardState, recovered.LogStart), Is.EqualTo((State(3, votedFor: 1), Position(index, term))), time);
            Assert.That(recovered.Entries, Is.Empty, time);
        }
    }

    [Test]
    public void No_entry_that_a_snapshot_includes_is_replaced()
    {
        using var storage = _disk.Start();
        storage.TakeSnapshot(7);
        storage.Log.StartBehind(Position(7), keepsLog: false);

        Assert.That(() => storage.Log.Write(null, Entries(7, 8)), Throws.ArgumentException);
        Assert.That(() => storage.Log.Write(null, Entries(9, 9)), Throws.ArgumentException);
        Assert.That(() => storage.Log.Write(null, Entries(8, 8)), Throws.Nothing);
    }

    [Test]
    public void Nothing_goes_that_no_snapshot_includes()
    {
        using var storage = _disk.Start(SegmentEachFlush);
        storage.Store(null, Entries(1, 9));
        storage.TakeSnapshot(5);

        Assert.That(() => storage.Log.Compact(new LogIndex(6)), Throws.ArgumentException);
        Assert.That(() => storage.Log.StartBehind(Position(6), keepsLog: false), Throws.ArgumentException);
        Assert.That(_disk.List(), Does.Contain(FirstSegment));
    }

    // Segment 2 begins behind entry 5, and then 3 to 5 are replaced in it: the term of 2 is in segment 1 only.
    [Test]
    public void Entries_replaced_across_segments_survive_the_older_ones()
    {
        using (var storage = _disk.Start(SegmentEachFlush))
            storage.Store(null, Entries(1, 5));
        using (var storage = _disk.Start())
        {
            storage.Store(null, Entries(3, 7, term: 2));
            storage.TakeSnapshot(6, term: 2);
            storage.Log.Compact(new LogIndex(6));
        }

        var recovered = _disk.Recover();

        Assert.That(recovered.LogStart, Is.EqualTo(Position(5, term: 2)));
        Assert.That(recovered.Entries, Is.EqualTo(Entries(6, 7, term: 2)));
    }

    [Test]
    public void A_segment_begun_and_torn_at_any_byte_has_promised_nothing()
    {
        Store(Entries(1, 2));
        var second = _disk.Read(SecondSegment);
        for (var length = 0; length < second.Length; length++)
        {
            var disk = new MemoryDisk();
            disk.Replace(FirstSegment, _disk.LogFile());
            disk.Replace(SecondSegment, second[..length]);

            using var storage = disk.Start(SegmentEachFlush);
            Assert.That(storage.Recovered.Entries, Is.EqualTo(Entries(1, 2)), $"{length} bytes");
            Assert.That(storage.TornTailBytes, Is.EqualTo(length));
            storage.Store(null, Entry(3));
        }
    }

    [Test]
    public void A_compacted_log_stays_in_few_files_however_long_it_gets()
    {
        using var storage = _disk.Start(new StorageOptions { SegmentBytes = 1000 });
        for (var index = 1; index <= 2000; index++)
        {
            storage.Store(null, Entry(index));
            if (index % 100 != 0)
                continue;
            storage.TakeSnapshot(index);
            storage.Log.Compact(new LogIndex(index));
            Assert.That(_disk.List(), Has.Count.LessThanOrEqualTo(4), "two segments, the mark and the snapshot");
        }
    }

    private void Store(params Entry[][] batches)
    {
        using var storage = _disk.Start(SegmentEachFlush);
        foreach (var batch in batches)
            storage.Store(null, batch);
    }
}
