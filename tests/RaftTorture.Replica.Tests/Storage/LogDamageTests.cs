using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.TestKit;
using RaftTorture.TestKit.Storage;
using static RaftTorture.Replica.Tests.Storage.Logs;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>A log of three batches, and everything that may befall its file.</summary>
[TestFixture]
public sealed class LogDamageTests
{
    private const int HeaderBytes = 8;

    private static readonly Entry[] FirstTwo = Entries(1, 6);

    private byte[] _whole = [];
    private int _secondBatch;
    private int _thirdBatch;

    [OneTimeSetUp]
    public void Write_three_batches()
    {
        var disk = new MemoryDisk();
        using var log = LogStore.Open(disk);
        log.Store(State(1, votedFor: 1), Entries(1, 3));
        _secondBatch = disk.LogFile().Length;
        log.Store(null, Entries(4, 6));
        _thirdBatch = disk.LogFile().Length;
        log.Store(State(2, votedFor: 3), Entries(7, 9));
        _whole = disk.LogFile();
    }

    [Test]
    public void A_last_batch_torn_at_any_byte_is_cut_off_and_the_log_goes_on()
    {
        for (var length = _thirdBatch; length < _whole.Length; length++)
        {
            var disk = DiskWith(_whole[..length]);
            AssertThirdBatchIsCut(disk, length - _thirdBatch);
            Assert.That(disk.LogFile(), Is.EqualTo(_whole[.._thirdBatch]), "the torn bytes are gone from the file");
        }
    }

    // A disk may keep the length of a write and lose any of its sectors, not only the last ones.
    [Test]
    public void A_last_batch_with_zeros_from_any_byte_to_any_other_is_cut_off()
    {
        for (var from = _thirdBatch; from < _whole.Length; from++)
        {
            for (var length = 1; length <= _whole.Length - from; length += 7)
            {
                byte[] holed = [.. _whole];
                holed.AsSpan(from, length).Clear();
                if (!holed.AsSpan().SequenceEqual(_whole))
                    AssertThirdBatchIsCut(DiskWith(holed), _whole.Length - _thirdBatch);
            }
        }
    }

    [Test]
    public void Any_flipped_bit_in_the_last_batch_cuts_it_off_and_alters_nothing()
    {
        for (var bit = _thirdBatch * 8; bit < _whole.Length * 8; bit++)
            AssertThirdBatchIsCut(DiskWith(Damage.FlipBit(_whole, bit / 8, bit % 8)), _whole.Length - _thirdBatch);
    }

    [Test]
    public void After_a_cut_new_entries_take_the_place_of_the_torn_ones()
    {
        var disk = DiskWith(_whole[..^1]);
        using (var log = LogStore.Open(disk))
            log.Store(null, Entries(7, 7, term: 5));

        Assert.That(disk.Recover().Entries, Is.EqualTo((Entry[])[.. FirstTwo, Entry(7, term: 5)]));
        Assert.That(disk.Recover().TornTailBytes, Is.Zero);
    }

    [Test]
    public void Any_flipped_bit_in_front_of_a_sound_batch_is_refused_with_file_and_offset()
    {
        for (var bit = HeaderBytes * 8; bit < _thirdBatch * 8; bit++)
        {
            var damaged = DiskWith(Damage.FlipBit(_whole, bit / 8, bit % 8));
            var batch = bit / 8 < _secondBatch ? HeaderBytes : _secondBatch;

            var refusal = Assert.Throws<CorruptLogException>(() => damaged.Recover());

            Assert.That(refusal!.Offset, Is.EqualTo(batch), $"bit {bit}");
            Assert.That(refusal.Message, Does.StartWith($"/memory/log: corrupt at byte {batch}: ").And.Contain("move its data directory away"));
            Assert.That(refusal.Message, Does.Not.Contain("\n"));
        }
    }

    [Test]
    public void A_refused_log_is_left_as_it_was()
    {
        var damaged = Damage.FlipBit(_whole, _secondBatch + 20);
        var disk = DiskWith(damaged);

        Assert.That(disk.Recover, Throws.TypeOf<CorruptLogException>());

        Assert.That(disk.LogFile(), Is.EqualTo(damaged));
    }

    [Test]
    public void A_sound_batch_far_behind_the_damage_is_found()
    {
        var disk = new MemoryDisk();
        using (var log = LogStore.Open(disk))
        {
            log.Store(null, new Entry(new LogIndex(1), new Term(1), EntryKind.Command, new byte[3_000_000]));
            log.Store(null, Entries(2, 2));
        }

        var damaged = DiskWith(Damage.FlipBit(disk.LogFile(), 1000));

        Assert.That(damaged.Recover, Throws.TypeOf<CorruptLogException>());
    }

    // Otherwise a client could store a log file as a value, and a torn write of it would look like corruption.
    [Test]
    public void A_log_inside_a_payload_does_not_pass_for_sound_batches()
    {
        var disk = new MemoryDisk();
        using (var log = LogStore.Open(disk))
            log.Store(null, new Entry(new LogIndex(1), new Term(1), EntryKind.Command, _whole));

        var torn = DiskWith(disk.LogFile()[..^1]);

        Assert.That(torn.Recover().Entries, Is.Empty);
    }

    [Test]
    public void A_header_torn_at_birth_begins_anew()
    {
        for (var length = 0; length < HeaderBytes; length++)
            Assert.That(DiskWith(_whole[..length]).Recover().Entries, Is.Empty);
        Assert.That(DiskWith(new byte[HeaderBytes]).Recover().Entries, Is.Empty);
    }

    [Test]
    public void A_file_that_is_no_log_is_refused_and_kept()
    {
        var disk = DiskWith("precious notes"u8.ToArray());

        Assert.That(disk.Recover, Throws.TypeOf<CorruptLogException>().With.Message.Contains("not a RaftTorture log"));
        Assert.That(disk.LogFile(), Is.EqualTo("precious notes"u8.ToArray()));
    }

    [Test]
    public void A_log_of_a_newer_release_is_refused_and_said_to_be_one()
    {
        var future = DiskWith([.. _whole[..4], 2, 0, 0, 0, .. _whole[8..]]);

        Assert.That(future.Recover, Throws.TypeOf<UnsupportedLogException>().With.Message.Contains("log version 2 was written by a newer release"));
    }

    private static void AssertThirdBatchIsCut(MemoryDisk disk, long tornBytes)
    {
        var recovered = disk.Recover();
        Assert.That(recovered.Entries.AsSpan().SequenceEqual(FirstTwo));
        Assert.That(recovered.HardState, Is.EqualTo(State(1, votedFor: 1)));
        Assert.That(recovered.TornTailBytes, Is.EqualTo(tornBytes));
    }
}
