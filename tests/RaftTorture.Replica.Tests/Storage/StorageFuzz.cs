using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using RaftTorture.TestKit;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>Damages the files of real directories at random, one wound at a time, and judges what a start makes of them.</summary>
/// <remarks>
/// One wound: the mark and the batch that it names cannot both be lost without a trace, and nobody could tell. All directories here were
/// closed or killed, so that their mark is exact; what a power cut leaves is the model's business.
/// </remarks>
/// <param name="start">The start to be judged: the real one, or in tests of this fuzz a broken one.</param>
internal sealed class StorageFuzz(Func<MemoryDisk, ReplicaStorage> start)
{
    private const int Lives = 40;
    private const int StepsPerLife = 60;

    private readonly Random _dice = new(20261);
    private readonly StorageLife[] _lives = [.. Enumerable.Range(0, Lives).Select(Live)];

    /// <summary>The files of each directory before it is damaged.</summary>
    public IEnumerable<IReadOnlyList<string>> Directories => _lives.Select(life => life.Disk.List());

    public int Refused { get; private set; }

    public int Recovered { get; private set; }

    /// <summary>The first directory that was started although it did not hold what it must; null if there was none.</summary>
    public string? Silent { get; private set; }

    /// <summary>Stops at the first silent loss.</summary>
    public StorageFuzz Run(int rounds)
    {
        for (var round = 0; round < rounds && Silent is null; round++)
        {
            var life = _lives[round % Lives];
            var disk = life.Disk.Copy();
            var wound = Wound(disk);
            Judge(disk, life.Durable, $"round {round}, {wound}");
        }

        return this;
    }

    private static StorageLife Live(int seed)
    {
        var dice = new Random(seed);
        var life = new StorageLife(dice);
        for (var step = 0; step < StepsPerLife; step++)
        {
            var anything = dice.Next(StorageLife.Kinds);
            var writing = dice.Next(9); // More of it, so that logs grow to several segments.
            life.Step(dice.Next(5) == 0 ? anything : writing, dice.Next(256), dice.Next(256));
        }

        life.End();
        return life;
    }

    private string Wound(MemoryDisk disk)
    {
        var names = disk.List();
        var name = names[_dice.Next(names.Count)];
        var content = disk.Read(name);
        var at = _dice.Next(content.Length);
        switch (_dice.Next(10))
        {
            case < 5:
                disk.Replace(name, Damage.FlipBit(content, at, _dice.Next(8)));
                return $"a bit of byte {at} of {name}";
            case < 9:
                disk.Replace(name, content[..at]);
                return $"{name} cut to {at} bytes";
            default:
                disk.Replace(name, Damage.Of(content, _dice));
                return $"{name} damaged";
        }
    }

    private void Judge(MemoryDisk disk, StorageModel durable, string wound)
    {
        try
        {
            using var storage = start(disk);
            Recovered++;
            if (durable.DifferenceTo(storage) is { } difference)
                Silent = $"{wound}: {difference}";
        }
        catch (Exception e) when (e is CorruptLogException or CorruptSnapshotException or UnsupportedLogException)
        {
            Refused++;
        }
    }
}
