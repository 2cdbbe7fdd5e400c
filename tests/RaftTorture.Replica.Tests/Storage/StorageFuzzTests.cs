using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.Replica.Tests.Storage;

[TestFixture]
public sealed class StorageFuzzTests
{
    [Test]
    public void A_hundred_thousand_wounds_never_invent_an_entry_and_never_lose_a_durable_one_silently()
    {
        var fuzz = new StorageFuzz(disk => disk.Start()).Run(100_000);

        Assert.That(fuzz.Silent, Is.Null);
        Assert.That(fuzz.Refused, Is.GreaterThan(50_000), "most wounds are fatal");
        Assert.That(fuzz.Recovered, Is.GreaterThan(5_000), "the mark's are not");
        TestContext.Out.WriteLine($"{fuzz.Refused} starts refused, {fuzz.Recovered} recovered exactly what was durable");
    }

    [Test]
    public void The_fuzz_finds_a_start_that_ignores_checksums()
    {
        var fuzz = new StorageFuzz(BrokenStarts.IgnoringChecksums).Run(20_000);

        Assert.That(fuzz.Silent, Is.Not.Null);
    }

    [Test]
    public void The_fuzz_finds_a_start_that_cuts_at_the_first_bad_batch()
    {
        var fuzz = new StorageFuzz(BrokenStarts.CuttingAtTheFirstBadBatch).Run(20_000);

        Assert.That(fuzz.Silent, Is.Not.Null);
    }

    [Test]
    public void The_fuzz_finds_a_start_that_ignores_the_mark()
    {
        var fuzz = new StorageFuzz(BrokenStarts.IgnoringTheMark).Run(20_000);

        Assert.That(fuzz.Silent, Is.Not.Null);
    }

    [Test]
    public void The_directories_have_logs_of_several_segments_and_snapshots()
    {
        var directories = new StorageFuzz(disk => disk.Start()).Directories.ToArray();

        Assert.That(directories.Count(names => names.Count(name => name.StartsWith("log-")) > 2), Is.GreaterThan(directories.Length / 3));
        Assert.That(directories.Count(names => names.Any(name => name.StartsWith("snapshot-"))), Is.GreaterThan(directories.Length / 2));
    }

    // Else a broken start could be found only because it breaks what is whole.
    [Test]
    public void Broken_starts_recover_what_is_not_wounded()
    {
        foreach (var start in (Func<MemoryDisk, ReplicaStorage>[])[BrokenStarts.IgnoringChecksums, BrokenStarts.CuttingAtTheFirstBadBatch, BrokenStarts.IgnoringTheMark])
        {
            var disk = new MemoryDisk();
            using (var storage = disk.Start(new StorageOptions { SegmentBytes = 300 }))
            {
                for (var index = 1; index <= 20; index++)
                    storage.Store(Logs.State(index, votedFor: 1), Logs.Entry(index));
            }

            using var again = start(disk);
            Assert.That(again.Recovered.Entries, Is.EqualTo(Logs.Entries(1, 20)));
        }
    }
}
