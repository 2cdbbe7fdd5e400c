using RaftTorture.Node.Storage;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.Node.Tests;

/// <summary>A log that is flushed in the background: what a power cut takes and what it leaves.</summary>
public class LateFlushDiskTests
{
    private const string Log = "log-1";
    private const int Never = 1_000_000;

    private MemoryDisk _disk = null!;

    [SetUp]
    public void Create() => _disk = new MemoryDisk();

    [Test]
    public void What_was_flushed_since_the_last_round_is_not_on_the_disk()
    {
        using var late = new LateFlushDisk(_disk, Never);
        var log = late.Open(Log);
        log.Write(0, [1, 2, 3]);
        log.Flush();

        Assert.That((log.LengthBytes, _disk.FlushCount), Is.EqualTo((3L, 0)), "a process that dies has lost nothing, and a power cut has all");
    }

    [Test]
    public async Task What_was_flushed_is_durable_after_the_next_round()
    {
        using var late = new LateFlushDisk(_disk, intervalMs: 1);
        var log = late.Open(Log);
        var mark = late.Open("durable");
        log.Write(0, [1, 2, 3]);
        log.Flush();
        mark.Write(0, [9]);
        // The mark is written when a round has flushed what it speaks of.
        await Eventually.Async(() => Task.FromResult(mark.LengthBytes == 1), () => "no round ever ended");
        Assert.That(_disk.FlushCount, Is.EqualTo(1));
    }

    [Test]
    public void The_mark_is_not_written_before_what_it_speaks_of_is_flushed()
    {
        using var late = new LateFlushDisk(_disk, Never);
        var mark = late.Open("durable");
        mark.Write(0, [9]);
        mark.Flush();

        Assert.That(mark.LengthBytes, Is.Zero);
    }

    [Test]
    public void A_log_that_is_closed_and_a_snapshot_are_flushed_at_once()
    {
        using var late = new LateFlushDisk(_disk, Never);
        foreach (var name in new[] { Log, "snapshot-draft.part" })
        {
            using var file = late.Open(name);
            file.Write(0, [5]);
            file.Flush();
        }

        _disk.PowerCut();
        Assert.That((ContentOf(Log), ContentOf("snapshot-draft.part")), Is.EqualTo((new byte[] { 5 }, new byte[] { 5 })).UsingPropertiesComparer());
    }

    private byte[] ContentOf(string name)
    {
        using var file = _disk.Open(name);
        var bytes = new byte[file.LengthBytes];
        file.Read(0, bytes);
        return bytes;
    }
}
