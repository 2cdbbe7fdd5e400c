using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Ends a filesystem as a power cut does (the going-down ioctl of ext4 and xfs): from now on everything fails with EIO, until it is mounted anew.</summary>
/// <param name="Path">Any path on it.</param>
/// <param name="KeepsJournal">The journal is written first, the data that it speaks of are not; else nothing is.</param>
internal sealed record ShutDownFilesystem(string Path, bool KeepsJournal = false) : KernelRequest<Done>
{
    private const uint GoingDown = 0x8004587d;
    private const byte FlushJournal = 1;
    private const byte FlushNothing = 2;

    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        using var root = SystemCalls.OpenForReading(Filesystem.ThatMayBeHarmed(Path).Root);
        if (SystemCalls.Control(root, GoingDown, [KeepsJournal ? FlushJournal : FlushNothing, 0, 0, 0]) != 0)
            throw SystemCalls.Failure($"shut down the filesystem of {Path}");
        return Task.FromResult(Done.It);
    }
}
