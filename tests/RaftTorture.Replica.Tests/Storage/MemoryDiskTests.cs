using RaftTorture.Simulation.Disks;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>The disk on which the storage is tried must be no kinder than a real one.</summary>
[TestFixture]
public sealed class MemoryDiskTests
{
    private static readonly byte[] Page = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];

    [Test]
    public void A_power_cut_keeps_what_was_flushed_and_any_part_of_what_was_not()
    {
        var endings = new HashSet<string>();
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = new MemoryDisk();
            var file = disk.Open("f");
            file.Write(0, Page);
            file.Flush();
            file.Write(64, Page);

            disk.PowerCut(new Random(seed));

            var content = disk.Read("f");
            Assert.That(content[..64], Is.EqualTo(Page));
            endings.Add(Convert.ToHexString(content[64..]));
        }

        Assert.That(endings, Has.Count.GreaterThan(20).And.Contain("").And.Contain(Convert.ToHexString(Page)));
        Assert.That(endings, Has.Some.StartWith("0000000000000000"), "a later part may come without an earlier one");
    }

    [Test]
    public void A_name_changed_as_the_power_fails_is_the_old_or_the_new_one()
    {
        var outcomes = new HashSet<string>();
        for (var seed = 0; seed < 20; seed++)
        {
            var disk = new MemoryDisk();
            disk.Replace("old", [1]);
            disk.FailPowerAfter(0, new Random(seed));

            Assert.That(() => disk.Rename("old", "new"), Throws.TypeOf<IOException>());
            disk.PowerCut(new Random(seed));

            outcomes.Add(disk.List().Single());
        }

        Assert.That(outcomes, Is.EquivalentTo(new[] { "old", "new" }));
    }

    [Test]
    public void The_power_fails_after_so_many_operations_and_stays_off_until_the_cut()
    {
        var disk = new MemoryDisk();
        var file = disk.Open("f");
        disk.FailPowerAfter(1, new Random(1));
        file.Write(0, Page);

        Assert.That(file.Flush, Throws.TypeOf<IOException>());
        Assert.That(file.Flush, Throws.TypeOf<IOException>());
        disk.PowerCut();

        Assert.That(disk.Read("f"), Is.Empty);
        Assert.That(file.Flush, Throws.TypeOf<IOException>(), "the handle is dead");
        using var again = disk.Open("f");
        Assert.That(again.Flush, Throws.Nothing);
    }

    [Test]
    public void A_kill_loses_nothing_that_was_written()
    {
        var disk = new MemoryDisk();
        disk.Open("f").Write(0, Page);

        disk.Kill();
        Assert.That(disk.Read("f"), Is.EqualTo(Page));

        disk.PowerCut();
        Assert.That(disk.Read("f"), Is.Empty, "but it is not durable by that");
    }

    [Test]
    public void An_open_file_is_neither_renamed_nor_deleted_nor_opened_again()
    {
        var disk = new MemoryDisk();
        using var file = disk.Open("f");

        Assert.That(() => disk.Open("f"), Throws.TypeOf<IOException>());
        Assert.That(() => disk.Rename("f", "g"), Throws.TypeOf<IOException>());
        Assert.That(() => disk.Delete("f"), Throws.TypeOf<IOException>());
    }
}
