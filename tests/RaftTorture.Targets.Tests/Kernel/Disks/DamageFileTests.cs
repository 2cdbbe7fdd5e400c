using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Disks;

public sealed class DamageFileTests
{
    private readonly byte[] _content = [.. Enumerable.Range(0, 200).Select(number => (byte)number)];
    private TemporaryDirectory _directory = null!;

    private string Log => Path.Combine(_directory.Path, "log");

    [SetUp]
    public void Create()
    {
        _directory = new TemporaryDirectory();
        File.WriteAllBytes(Log, _content);
        File.WriteAllText(Path.Combine(_directory.Path, "lock"), "held");
    }

    [TearDown]
    public void Delete() => _directory.Dispose();

    [Test]
    public async Task One_bit_is_the_other_one_and_the_report_says_where()
    {
        var report = await DamageAsync(DataDamage.BitFlip, seed: 1);
        var after = await File.ReadAllBytesAsync(Log);
        var changed = Enumerable.Range(0, after.Length).Single(at => after[at] != _content[at]);
        Assert.That(changed, Is.EqualTo(report.Offset));
        Assert.That(System.Numerics.BitOperations.PopCount((uint)(after[changed] ^ _content[changed])), Is.EqualTo(1));
        Assert.That(report.HashAfter, Is.Not.EqualTo(report.HashBefore));
    }

    [Test]
    public async Task The_end_of_a_file_is_missing()
    {
        var report = await DamageAsync(DataDamage.Truncate, seed: 2);
        Assert.That(await File.ReadAllBytesAsync(Log), Is.EqualTo(_content[..(int)report.Offset]));
        Assert.That((report.BytesBefore, report.BytesAfter), Is.EqualTo((200, report.Offset)));
    }

    [Test]
    public async Task A_seed_draws_the_same_damage_again()
    {
        var first = await DamageAsync(DataDamage.BitFlip, seed: 3);
        await File.WriteAllBytesAsync(Log, _content);
        Assert.That(await DamageAsync(DataDamage.BitFlip, seed: 3), Is.EqualTo(first));
    }

    [Test]
    public void A_lock_is_no_data()
    {
        File.Delete(Log);
        Assert.That(() => DamageAsync(DataDamage.BitFlip, seed: 4), Throws.TypeOf<KernelException>().With.Message.Contains("nothing"));
    }

    private async Task<DamageReport> DamageAsync(DataDamage damage, long seed)
    {
        await using var kernel = new OwnKernel();
        return await kernel.AskAsync(new DamageFile(_directory.Path, damage, seed), default);
    }
}
