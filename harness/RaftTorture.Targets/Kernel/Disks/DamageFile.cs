using System.Security.Cryptography;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Damages one of the files under a directory, at a place that a seed draws, and has it on the disk when it is done.</summary>
/// <param name="Directory">The data of a node that is down.</param>
/// <param name="Damage">A bit that flips, or an end that is missing.</param>
/// <param name="Seed">Draws the file and the place.</param>
internal sealed record DamageFile(string Directory, DataDamage Damage, long Seed) : KernelRequest<DamageReport>
{
    /// <summary>More than this is not missing from an end.</summary>
    private const int LongestLossBytes = 4096;

    protected override Task<DamageReport> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(Harm());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"cannot damage {Directory}: {refused.Message}", refused);
        }
    }

    private DamageReport Harm()
    {
        var dice = new Dice(Seed);
        var files = DurableFiles();
        if (files.Length == 0)
            throw new KernelException($"there is nothing in {Directory} that could be damaged");
        var path = files[dice.Below(files.Length)];
        var (before, hashBefore) = Look(path);
        var offset = Damage == DataDamage.BitFlip ? Flip(path, before, ref dice) : Cut(path, before, ref dice);
        var (after, hashAfter) = Look(path);
        return new DamageReport(Path.GetRelativePath(Directory, path), offset, before, after, hashBefore, hashAfter);
    }

    /// <summary>In a stated order. A lock holds nothing, and an empty file has nothing to lose.</summary>
    private string[] DurableFiles() =>
    [
        .. System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).Equals("lock", StringComparison.OrdinalIgnoreCase) && new FileInfo(path).Length > 0)
            .Order(StringComparer.Ordinal),
    ];

    private static long Flip(string path, long lengthBytes, ref Dice dice)
    {
        var offset = (long)(dice.Bits() % (ulong)lengthBytes);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var harmed = (byte)(file.ReadByte() ^ (1 << dice.Below(8)));
        file.Position = offset;
        file.WriteByte(harmed);
        file.Flush(flushToDisk: true);
        return offset;
    }

    private static long Cut(string path, long lengthBytes, ref Dice dice)
    {
        var left = lengthBytes - 1 - dice.Below((int)Math.Min(lengthBytes, LongestLossBytes));
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.SetLength(left);
        file.Flush(flushToDisk: true);
        return left;
    }

    private static (long LengthBytes, string Hash) Look(string path)
    {
        using var file = File.OpenRead(path);
        return (file.Length, Convert.ToHexStringLower(SHA256.HashData(file))[..12]);
    }
}

/// <summary>What was done to a file, as it was read back.</summary>
/// <param name="File">Its name under the directory.</param>
/// <param name="Offset">Where the damage begins, bytes.</param>
/// <param name="HashBefore">The first 12 digits of its SHA-256, and so is <paramref name="HashAfter"/>.</param>
internal sealed record DamageReport(string File, long Offset, long BytesBefore, long BytesAfter, string HashBefore, string HashAfter);
