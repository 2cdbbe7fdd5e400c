using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using RaftTorture.TestKit;
using static RaftTorture.Replica.Tests.Storage.Logs;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>A log of three batches behind its checkpoint, and everything that may befall its file.</summary>
[TestFixture]
public sealed class LogDamageTests
{
    private const int HeaderBytes = 36;

    private static readonly Entry[] FirstTwo = Entries(1, 6);

    private byte[] _whole = [];
    private byte[] _mark = [];
    private int _firstBatch;
    private int _secondBatch;
    private int _thirdBatch;

    [OneTimeSetUp]
    public void Write_three_batches()
    {
        var disk = new MemoryDisk();
        using var storage = disk.Start();
        _firstBatch = disk.LogFile().Length;
        storage.Store(State(1, votedFor: 1), Entries(1, 3));
        _secondBatch = disk.LogFile().Length;
        storage.Store(null, Entries(4, 6));
        _thirdBatch = disk.LogFile().Length;
        storage.Store(State(2, votedFor: 3), Entries(7, 9));
        _whole = disk.LogFile();
        _mark = disk.Read(Mark);
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
    public void Any_flipped_bit_in_the_last_batch_cuts_it_off_if_nothing_says_that_it_was_durable()
    {
        for (var bit = _thirdBatch * 8; bit < _whole.Length * 8; bit++)
            AssertThirdBatchIsCut(DiskWith(Damage.FlipBit(_whole, bit / 8, bit % 8)), _whole.Length - _thirdBatch);
    }

    [Test]
    public void Any_flipped_bit_in_the_last_batch_is_refused_if_the_mark_says_that_it_was_durable()
    {
        for (var bit = _thirdBatch * 8; bit < _whole.Length * 8; bit++)
            AssertRefused(MarkedDiskWith(Damage.FlipBit(_whole, bit / 8, bit % 8)), _thirdBatch, $"bit {bit}");
    }

    [Test]
    public void A_log_that_ends_at_any_byte_before_the_mark_is_refused()
    {
        for (var length = 0; length < _whole.Length; length++)
            Assert.That(MarkedDiskWith(_whole[..length]).Recover, Throws.TypeOf<CorruptLogException>(), $"{length} bytes");
        Assert.That(MarkedDiskWith(_whole).Recover().Entries, Is.EqualTo(Entries(1, 9)));
    }

    [Test]
    public void A_damaged_mark_is_said_and_mended_and_harms_nothing()
    {
        for (var bit = 0; bit < _mark.Length * 8; bit++)
        {
            var disk = MarkedDiskWith(_whole);
            disk.Replace(Mark, Damage.FlipBit(_mark, bit / 8, bit % 8));
            using (var storage = disk.Start())
                Assert.That((storage.WasMarkUnsound, storage.Recovered.Entries.Length), Is.EqualTo((true, 9)));
            Assert.That(disk.Read(Mark), Is.EqualTo(_mark));
        }
    }

    [Test]
    public void After_a_cut_new_entries_take_the_place_of_the_torn_ones()
    {
        var disk = DiskWith(_whole[..^1]);
        using (var storage = disk.Start())
            storage.Store(null, Entries(7, 7, term: 5));

        using var again = disk.Start();
        Assert.That(again.Recovered.Entries, Is.EqualTo((Entry[])[.. FirstTwo, Entry(7, term: 5)]));
        Assert.That((again.TornTailBytes, again.WasMarkUnsound), Is.EqualTo((0, false)));
    }

    [Test]
    public void Any_flipped_bit_in_front_of_a_sound_batch_is_refused_with_file_and_offset()
    {
        for (var bit = 0; bit < _thirdBatch * 8; bit++)
        {
            var batch = new[] { 0, HeaderBytes, _firstBatch, _secondBatch }.Last(offset => offset <= bit / 8);
            AssertRefused(DiskWith(Damage.FlipBit(_whole, bit / 8, bit % 8)), batch, $"bit {bit}");
        }
    }

    [Test]
    public void A_refused_log_is_left_as_it_was()
    {
        var damaged = Damage.FlipBit(_whole, _secondBatch + 20);
        var disk = DiskWith(damaged);

        Assert.That(disk.Recover, Throws.TypeOf<CorruptLogException>());

        Assert.That(disk.LogFile(), Is.EqualTo(damaged));
        Assert.That(disk.List(), Is.EqualTo(new[] { FirstSegment }));
    }

    [Test]
    public void A_sound_batch_far_behind_the_damage_is_found()
    {
        var disk = new MemoryDisk();
        using (var storage = disk.Start())
        {
            storage.Store(null, new Entry(new LogIndex(1), new Term(1), EntryKind.Command, new byte[3_000_000]));
            storage.Store(null, Entries(2, 2));
        }

        var damaged = DiskWith(Damage.FlipBit(disk.LogFile(), 1000));

        Assert.That(damaged.Recover, Throws.TypeOf<CorruptLogException>());
    }

    // Otherwise a client could store a log file as a value, and a torn write of it would look like corruption.
    [Test]
    public void A_log_inside_a_payload_does_not_pass_for_sound_batches()
    {
        var disk = new MemoryDisk();
        using (var storage = disk.Start())
            storage.Store(null, new Entry(new LogIndex(1), new Term(1), EntryKind.Command, _whole));

        var torn = DiskWith(disk.LogFile()[..^1]);

        Assert.That(torn.Recover().Entries, Is.Empty);
    }

    [Test]
    public void A_directory_torn_at_birth_is_born_anew()
    {
        for (var length = 0; length < _firstBatch; length++)
        {
            using var storage = DiskWith(_whole[..length]).Start(newIncarnation: 7);
            Assert.That(storage.Incarnation, Is.EqualTo(new Incarnation(7)));
            Assert.That(storage.Recovered.Entries, Is.Empty);
        }
    }

    [Test]
    public void A_file_that_is_no_log_is_refused_and_kept()
    {
        var notes = "precious notes, of which there are more than a log's header holds"u8.ToArray();
        var disk = DiskWith(notes);

        Assert.That(disk.Recover, Throws.TypeOf<CorruptLogException>().With.Message.Contains("a damaged header"));
        Assert.That(disk.LogFile(), Is.EqualTo(notes));
    }

    [Test]
    public void A_log_of_a_newer_release_is_refused_and_said_to_be_one()
    {
        byte[] header = [.. _whole[..4], 3, 0, 0, 0, .. _whole[8..32]];
        var future = DiskWith([.. header, .. BitConverter.GetBytes(Crc32C.Of(header)), .. _whole[36..]]);

        Assert.That(future.Recover, Throws.TypeOf<UnsupportedLogException>().With.Message.Contains("log version 3 was written by a newer release"));
    }

    [Test]
    public void A_log_of_the_first_version_is_refused_and_said_to_be_one()
    {
        var disk = new MemoryDisk();
        disk.Replace("log", "RTLG\u0001\0\0\0"u8.ToArray());

        Assert.That(disk.Recover, Throws.TypeOf<UnsupportedLogException>().With.Message.StartWith("/memory/log: log version 1"));
    }

    private MemoryDisk MarkedDiskWith(byte[] logFile)
    {
        var disk = DiskWith(logFile);
        disk.Replace(Mark, _mark);
        return disk;
    }

    private static void AssertRefused(MemoryDisk disk, long offset, string damage)
    {
        var refusal = Assert.Throws<CorruptLogException>(() => disk.Recover());
        Assert.That(refusal!.Offset, Is.EqualTo(offset), damage);
        Assert.That(refusal.Message, Does.StartWith($"/memory/{FirstSegment}: corrupt at byte {offset}: ").And.Contain("move its data directory away"));
        Assert.That(refusal.Message, Does.Not.Contain("\n"));
    }

    private static void AssertThirdBatchIsCut(MemoryDisk disk, long tornBytes)
    {
        using var storage = disk.Start();
        Assert.That(storage.Recovered.Entries.AsSpan().SequenceEqual(FirstTwo));
        Assert.That(storage.Recovered.HardState, Is.EqualTo(State(1, votedFor: 1)));
        Assert.That((storage.TornTailBytes, storage.WasMarkUnsound), Is.EqualTo((tornBytes, true)));
    }
}
