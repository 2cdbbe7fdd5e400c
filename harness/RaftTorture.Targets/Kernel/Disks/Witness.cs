using System.Security.Cryptography;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Writes two files of random bytes to the filesystem on which a path lies: one is flushed, and one is not. They tell later what became of either.</summary>
/// <param name="Path">Any path on it.</param>
/// <param name="Bytes">The size of each.</param>
internal sealed record PlaceWitness(string Path, int Bytes) : KernelRequest<WitnessSight>
{
    internal const string Flushed = "flushed";
    internal const string Unflushed = "unflushed";

    protected override Task<WitnessSight> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var filesystem = Filesystem.Of(Path);
        try
        {
            return Task.FromResult(Place(filesystem.OwnDirectory));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"no witness can be placed on {filesystem.Root}: {refused.Message}", refused);
        }
    }

    private WitnessSight Place(string directory)
    {
        Directory.CreateDirectory(directory);
        File.Delete(System.IO.Path.Combine(directory, Unflushed)); // What an earlier cut had not lost must not speak for this one.
        var flushed = RandomNumberGenerator.GetBytes(Bytes);
        using (var file = new FileStream(System.IO.Path.Combine(directory, Flushed), FileMode.Create))
        {
            file.Write(flushed);
            file.Flush(flushToDisk: true);
        }

        var unflushed = RandomNumberGenerator.GetBytes(Bytes);
        File.WriteAllBytes(System.IO.Path.Combine(directory, Unflushed), unflushed);
        return new WitnessSight(WitnessSight.HashOf(flushed), WitnessSight.HashOf(unflushed), Bytes);
    }
}

/// <summary>Reads what <see cref="PlaceWitness"/> wrote, as far as it is there.</summary>
internal sealed record ReadWitness(string Path) : KernelRequest<WitnessSight>
{
    protected override Task<WitnessSight> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var directory = Filesystem.Of(Path).OwnDirectory;
        var unflushed = Read(System.IO.Path.Combine(directory, PlaceWitness.Unflushed));
        return Task.FromResult(new WitnessSight(
            Read(System.IO.Path.Combine(directory, PlaceWitness.Flushed)) is { } flushed ? WitnessSight.HashOf(flushed) : null,
            unflushed is null ? null : WitnessSight.HashOf(unflushed),
            unflushed?.Length ?? 0));
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException)
        {
            return null; // It is not there, or it cannot be read: it tells nothing.
        }
    }
}

/// <summary>The two files of a witness.</summary>
/// <param name="Flushed">The hash of the one that was flushed, or null if it is not there.</param>
/// <param name="Unflushed">The hash of the one that was not, or null if it is not there.</param>
/// <param name="UnflushedBytes">How long that one is.</param>
internal sealed record WitnessSight(string? Flushed, string? Unflushed, int UnflushedBytes)
{
    internal static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
