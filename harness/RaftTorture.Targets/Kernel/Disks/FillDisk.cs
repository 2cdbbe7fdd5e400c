using Microsoft.Win32.SafeHandles;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Takes every free block of the filesystem on which a path lies.</summary>
/// <param name="Path">Any path on it.</param>
internal sealed record FillDisk(string Path) : KernelRequest<Done>
{
    private const long BlockBytes = 4096;

    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var filesystem = Filesystem.ThatMayBeHarmed(Path);
        var filling = System.IO.Path.Combine(filesystem.OwnDirectory, "filling");
        try
        {
            DiskProbeFile.Make(filesystem); // On a full disk it could not be made any more.
            using var file = File.OpenHandle(filling, FileMode.OpenOrCreate, FileAccess.Write);
            NoteDebt(workshop.Get<DiskRoom>(), filesystem, filling);
            Take(file, filesystem);
            return Task.FromResult(Done.It);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"cannot fill {filesystem.Root}: {refused.Message}", refused);
        }
    }

    private static void NoteDebt(DiskRoom room, Filesystem filesystem, string filling)
    {
        if (!room.Owes(DiskDebt.Filling, filesystem.Device))
        {
            room.Owe(DiskDebt.Filling, filesystem.Device, () =>
            {
                // A disk that is not mounted any more is full for nobody, and one that is released is gone.
                if (Directory.Exists(System.IO.Path.GetDirectoryName(filling)))
                    File.Delete(filling);
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>All at once, then in ever smaller pieces: the map of what is taken needs blocks too.</summary>
    private static void Take(SafeFileHandle file, Filesystem filesystem)
    {
        for (var piece = Math.Max(BlockBytes, filesystem.FreeBytes); piece >= BlockBytes; piece /= 2)
        {
            while (SystemCalls.Allocate(file, RandomAccess.GetLength(file), piece) is var error)
            {
                if (error == SystemCalls.NoSpace)
                    break;
                if (error != 0)
                    throw SystemCalls.Failure($"take the free blocks of {filesystem.Root}", error);
            }
        }
    }
}

/// <summary>Gives back what <see cref="FillDisk"/> took.</summary>
internal sealed record FreeDisk(string Path) : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await workshop.Get<DiskRoom>().SettleAsync(DiskDebt.Filling, Filesystem.ThatMayBeHarmed(Path).Device);
        return Done.It;
    }
}
