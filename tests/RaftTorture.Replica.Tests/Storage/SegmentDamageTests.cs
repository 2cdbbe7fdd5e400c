using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using static RaftTorture.Replica.Tests.Storage.Logs;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>Files that are gone, cut short, exchanged or foreign. Each is refused by name, and nothing is changed.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SegmentDamageTests
{
    private const string ThirdSegment = "log-0000000000000003";

    private readonly MemoryDisk _disk = new();

    [SetUp]
    public void Write_three_segments()
    {
        using (var storage = _disk.Start(SegmentEachFlush))
            storage.Store(null, Entries(1, 2));
        using (var storage = _disk.Start())
            storage.Store(null, Entries(3, 4));
        using (var storage = _disk.Start(SegmentEachFlush))
            storage.Store(null, Entries(4, 4, term: 2));

        Assert.That(_disk.List(), Is.EqualTo(new[] { Mark, FirstSegment, SecondSegment, ThirdSegment }));
        Assert.That(_disk.Recover().Entries, Is.EqualTo((Entry[])[.. Entries(1, 3), Entry(4, term: 2)]));
    }

    [TestCase(FirstSegment, SecondSegment, 36)]
    [TestCase(SecondSegment, SecondSegment, 0)]
    [TestCase(ThirdSegment, ThirdSegment, 0)]
    public void A_segment_that_is_gone_is_missed(string gone, string named, long offset)
    {
        _disk.Delete(gone);

        AssertRefused(named, offset);
    }

    [Test]
    public void A_log_that_is_gone_is_missed_because_of_the_mark_or_of_the_snapshot()
    {
        using (var storage = _disk.Start())
            storage.TakeSnapshot(3);
        foreach (var segment in (string[])[FirstSegment, SecondSegment, ThirdSegment])
            _disk.Delete(segment);
        AssertRefused(ThirdSegment);

        _disk.Delete(Mark);

        AssertRefused(FirstSegment);
    }

    // Cut between two batches nothing looks torn, and the last index would still be right: only the length tells.
    [Test]
    public void A_closed_segment_that_lost_whole_batches_is_refused()
    {
        var file = _disk.Read(SecondSegment);
        var lastBatch = file.AsSpan().LastIndexOf("RTB\n"u8);
        _disk.Replace(SecondSegment, file[..lastBatch]);

        AssertRefused(SecondSegment, lastBatch);
    }

    [Test]
    public void A_closed_segment_with_a_torn_end_is_refused()
    {
        var file = _disk.Read(SecondSegment);
        _disk.Replace(SecondSegment, file[..^1]);
        AssertRefused(SecondSegment, file.AsSpan().LastIndexOf("RTB\n"u8));

        _disk.Replace(SecondSegment, [.. file, 0]);
        AssertRefused(SecondSegment, file.Length);
    }

    [Test]
    public void Segments_that_changed_places_are_refused()
    {
        _disk.Replace(ThirdSegment, _disk.Read(SecondSegment));

        AssertRefused(ThirdSegment);
    }

    [Test]
    public void A_segment_or_mark_of_another_directory_is_refused()
    {
        var other = new MemoryDisk();
        using (var storage = other.Start(SegmentEachFlush, newIncarnation: 2))
        {
            storage.Store(null, Entries(1, 2));
            storage.Store(null, Entries(3, 4));
        }

        var mark = _disk.Read(Mark);
        _disk.Replace(Mark, other.Read(Mark));
        AssertRefused(Mark);

        _disk.Replace(Mark, mark);
        _disk.Replace(SecondSegment, other.Read(SecondSegment));
        AssertRefused(SecondSegment);
    }

    [Test]
    public void A_log_that_begins_behind_the_snapshot_is_refused()
    {
        using (var storage = _disk.Start())
        {
            storage.TakeSnapshot(4, term: 2);
            storage.Log.Compact(new LogIndex(4));
        }

        var snapshot = _disk.List().Single(name => name.StartsWith("snapshot"));
        _disk.Delete(snapshot);

        AssertRefused(ThirdSegment, 36);
    }

    [Test]
    public void Older_snapshots_do_not_pass_for_the_lost_one()
    {
        using (var storage = _disk.Start())
            storage.TakeSnapshot(1);
        var older = _disk.List().Single(name => name.StartsWith("snapshot"));
        var file = _disk.Read(older);
        using (var storage = _disk.Start())
        {
            storage.TakeSnapshot(4, term: 2);
            storage.Log.Compact(new LogIndex(4));
        }

        _disk.Delete(_disk.List().Single(name => name.StartsWith("snapshot")));
        _disk.Replace(older, file);

        AssertRefused(ThirdSegment, 36);
    }

    private void AssertRefused(string name, long offset = 0)
    {
        var before = _disk.List();
        var refusal = Assert.Throws<CorruptLogException>(() => _disk.Recover());
        Assert.That(refusal!.Message, Does.StartWith($"/memory/{name}: corrupt at byte {offset}: ").And.Contain("add it again"));
        Assert.That(_disk.List(), Is.EqualTo(before));
    }
}
