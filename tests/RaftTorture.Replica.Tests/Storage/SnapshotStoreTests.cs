using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using RaftTorture.TestKit;
using static RaftTorture.Replica.Tests.Storage.Logs;

namespace RaftTorture.Replica.Tests.Storage;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SnapshotStoreTests
{
    private const string SnapshotAt5 = "snapshot-0000000000000005-0000000000000001";

    private readonly MemoryDisk _disk = new();

    [Test]
    public void A_completed_snapshot_is_there_after_a_power_cut_with_its_configuration_and_blocks()
    {
        _disk.Start().TakeSnapshot(5);

        _disk.PowerCut();

        using var storage = _disk.Start();
        Assert.That(storage.Recovered.Snapshot, Is.EqualTo(Meta(5)));
        Assert.That(storage.Blocks(), Is.EqualTo(new[] { Block(5, 1), Block(5, 2) }));
    }

    [Test]
    public void A_snapshot_of_nothing_has_no_blocks()
    {
        using var storage = _disk.Start();
        Assert.That(storage.Blocks(), Is.Empty);

        storage.Snapshots.Begin(Meta(5)).Complete();

        Assert.That(storage.Snapshots.Latest, Is.EqualTo(Meta(5)));
        Assert.That(storage.Blocks(), Is.Empty);
    }

    [Test]
    public void The_older_snapshot_stays_until_the_newer_one_is_complete_and_goes_then()
    {
        using var storage = _disk.Start();
        storage.TakeSnapshot(5);
        var draft = storage.Snapshots.Begin(Meta(9));
        draft.Add(Block(9, 1));
        Assert.That(storage.Snapshots.Latest, Is.EqualTo(Meta(5)));

        draft.Complete();

        Assert.That(storage.Snapshots.Latest, Is.EqualTo(Meta(9)));
        Assert.That(_disk.List().Where(name => name.StartsWith("snapshot")), Has.Exactly(1).Items);
    }

    [Test]
    public void An_unfinished_snapshot_is_gone_after_a_crash()
    {
        var storage = _disk.Start();
        storage.Snapshots.Begin(Meta(5)).Add(Block(5, 1));
        storage.Snapshots.Receive(0, Block(7, 1));
        _disk.Kill();

        using var again = _disk.Start();

        Assert.That(again.Snapshots.Latest, Is.Null);
        Assert.That(_disk.List(), Is.EqualTo(new[] { Mark, FirstSegment }));
    }

    [Test]
    public void A_draft_that_another_replaces_or_that_is_complete_is_written_no_more()
    {
        using var storage = _disk.Start();
        var first = storage.Snapshots.Begin(Meta(5));
        var second = storage.Snapshots.Begin(Meta(6));
        second.Complete();

        Assert.That(() => first.Add(Block(5, 1)), Throws.InvalidOperationException);
        Assert.That(() => second.Add(Block(6, 1)), Throws.InvalidOperationException);
        Assert.That(storage.Snapshots.Latest, Is.EqualTo(Meta(6)));
    }

    [Test]
    public void A_draft_overtaken_by_an_installed_snapshot_is_dropped()
    {
        using var storage = _disk.Start();
        var draft = storage.Snapshots.Begin(Meta(5));
        storage.Snapshots.Receive(0, FileOf(9));
        storage.Snapshots.CompleteReceived();

        draft.Complete();

        Assert.That(storage.Snapshots.Latest, Is.EqualTo(Meta(9)));
        Assert.That(storage.Blocks(), Is.EqualTo(new[] { Block(9, 1), Block(9, 2) }));
    }

    [Test]
    public void After_a_failed_flush_a_draft_is_never_completed()
    {
        using var storage = _disk.Start(new StorageOptions { SnapshotFlushBytes = 1 });
        var draft = storage.Snapshots.Begin(Meta(5));
        _disk.FailsNextFlush = true;

        Assert.That(() => draft.Add(Block(5, 1)), Throws.TypeOf<IOException>());
        Assert.That(draft.Complete, Throws.InvalidOperationException);
        Assert.That(storage.Snapshots.Latest, Is.Null);
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(1000)]
    public void A_snapshot_arrives_in_pieces_of_any_size(int pieceBytes)
    {
        using var sender = new MemoryDisk().Start();
        sender.TakeSnapshot(5);
        using var receiver = _disk.Start();

        Send(sender, receiver, pieceBytes);

        Assert.That(receiver.Snapshots.CompleteReceived(), Is.EqualTo(Meta(5)));
        Assert.That(receiver.Snapshots.Latest, Is.EqualTo(Meta(5)));
        Assert.That(receiver.Blocks(), Is.EqualTo(sender.Blocks()));
    }

    [Test]
    public void Pieces_of_a_snapshot_that_is_no_longer_there_are_not_had()
    {
        using var storage = _disk.Start();
        Assert.That(storage.Snapshots.ReadPiece(Position(5), 0, 10), Is.Null);
        storage.TakeSnapshot(5);
        Assert.That(storage.Snapshots.ReadPiece(Position(5), 0, 10), Is.Not.Null);

        storage.TakeSnapshot(9);

        Assert.That(storage.Snapshots.ReadPiece(Position(5), 0, 10), Is.Null);
        Assert.That(storage.Snapshots.ReadPiece(Position(9, term: 2), 0, 10), Is.Null);
        Assert.That(storage.Snapshots.ReadPiece(Position(9), 100_000, 10), Is.Null);
    }

    [Test]
    public void A_piece_at_the_beginning_forgets_the_others_and_one_that_does_not_follow_is_refused()
    {
        using var storage = _disk.Start();
        var file = FileOf(5);
        storage.Snapshots.Receive(0, file.AsSpan(..20));
        Assert.That(() => storage.Snapshots.Receive(21, [1]), Throws.ArgumentException);

        storage.Snapshots.Receive(0, file);

        Assert.That(storage.Snapshots.CompleteReceived(), Is.EqualTo(Meta(5)));
        Assert.That(() => storage.Snapshots.Receive(file.Length, [1]), Throws.ArgumentException);
    }

    [Test]
    public void A_received_snapshot_with_any_bit_flipped_or_any_end_missing_is_spoiled_and_dropped()
    {
        var file = FileOf(5);
        using var storage = _disk.Start();
        for (var bit = 0; bit < file.Length * 8; bit++)
            AssertSpoiled(storage, Damage.FlipBit(file, bit / 8, bit % 8));
        for (var length = 1; length < file.Length; length++)
            AssertSpoiled(storage, file[..length]);
        AssertSpoiled(storage, [.. file, 0]);
        Assert.That(storage.Snapshots.CompleteReceived(), Is.Null, "nothing was received since");

        storage.Snapshots.Receive(0, file);
        Assert.That(storage.Snapshots.CompleteReceived(), Is.EqualTo(Meta(5)));
    }

    [Test]
    public void A_received_snapshot_that_is_not_newer_is_dropped()
    {
        using var storage = _disk.Start();
        storage.TakeSnapshot(5);
        storage.Snapshots.Receive(0, FileOf(5));

        Assert.That(storage.Snapshots.CompleteReceived(), Is.Null);
        Assert.That(storage.Blocks(), Has.Length.EqualTo(2));
    }

    [Test]
    public void A_stored_snapshot_with_any_bit_flipped_or_any_end_missing_is_refused_with_file_and_offset()
    {
        using (var storage = _disk.Start())
            storage.TakeSnapshot(5);
        var file = _disk.Read(SnapshotAt5);

        for (var bit = 0; bit < file.Length * 8; bit++)
            AssertRefused(Damage.FlipBit(file, bit / 8, bit % 8));
        for (var length = 0; length < file.Length; length++)
            AssertRefused(file[..length]);
    }

    [Test]
    public void A_snapshot_whose_blocks_changed_places_is_refused()
    {
        using (var storage = _disk.Start())
            storage.TakeSnapshot(5);
        var file = _disk.Read(SnapshotAt5);
        var blockBytes = 8 + Block(5, 1).Length;
        var (first, second) = (file.Length - 12 - 2 * blockBytes, file.Length - 12 - blockBytes);

        AssertRefused([.. file[..first], .. file[second..^12], .. file[first..second], .. file[^12..]]);
        AssertRefused([.. file[..first], .. file[second..]]);
    }

    [Test]
    public void A_snapshot_under_another_ones_name_is_refused()
    {
        using (var storage = _disk.Start())
            storage.TakeSnapshot(5);
        _disk.Replace("snapshot-0000000000000006-0000000000000001", _disk.Read(SnapshotAt5));

        Assert.That(_disk.Recover, Throws.TypeOf<CorruptSnapshotException>().With.Message.Contains("its name says otherwise"));
    }

    [Test]
    public void A_long_snapshot_is_flushed_bit_by_bit()
    {
        using var storage = _disk.Start(new StorageOptions { SnapshotFlushBytes = 1000 });
        var draft = storage.Snapshots.Begin(Meta(5));
        var before = _disk.FlushCount;

        for (var i = 0; i < 100; i++)
            draft.Add(new byte[500]);

        Assert.That(_disk.FlushCount - before, Is.InRange(45, 55));
    }

    private static byte[] FileOf(long index)
    {
        using var storage = new MemoryDisk().Start();
        storage.TakeSnapshot(index);
        return storage.Snapshots.ReadPiece(Position(index), 0, int.MaxValue)!.Value.Bytes.ToArray();
    }

    private static void Send(ReplicaStorage sender, ReplicaStorage receiver, int pieceBytes)
    {
        var isLast = false;
        for (long offset = 0; !isLast; offset += pieceBytes)
        {
            var piece = sender.Snapshots.ReadPiece(Position(5), offset, pieceBytes)!.Value;
            receiver.Snapshots.Receive(offset, piece.Bytes.Span);
            isLast = piece.IsLast;
        }
    }

    private static void AssertSpoiled(ReplicaStorage storage, byte[] file)
    {
        storage.Snapshots.Receive(0, file);
        Assert.That(storage.Snapshots.CompleteReceived(), Is.Null);
        Assert.That(storage.Snapshots.Latest, Is.Null);
    }

    private void AssertRefused(byte[] file)
    {
        _disk.Replace(SnapshotAt5, file);
        var refusal = Assert.Throws<CorruptSnapshotException>(() => _disk.Recover());
        Assert.That(refusal!.Message, Does.StartWith($"/memory/{SnapshotAt5}: corrupt at byte {refusal.Offset}: ").And.Contain("add it again"));
        Assert.That(refusal.Offset, Is.InRange(0, file.Length));
    }
}
