using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Whoever writes to the filesystem waits from now on, and cannot be killed meanwhile.</summary>
/// <remarks>The kernel writes everything to the disk before (FIFREEZE), so a frozen filesystem loses nothing.</remarks>
/// <param name="Path">Any path on it.</param>
internal sealed record FreezeFilesystem(string Path) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var filesystem = Filesystem.ThatMayBeHarmed(Path);
        var room = workshop.Get<DiskRoom>();
        if (room.Owes(DiskDebt.Freeze, filesystem.Device))
            return Task.FromResult(Done.It);
        var frost = new Frost(filesystem);
        frost.Freeze();
        room.Owe(DiskDebt.Freeze, filesystem.Device, () =>
        {
            frost.Dispose();
            return Task.CompletedTask;
        });
        return Task.FromResult(Done.It);
    }
}

/// <summary>Those who wait go on.</summary>
internal sealed record ThawFilesystem(string Path) : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await workshop.Get<DiskRoom>().SettleAsync(DiskDebt.Freeze, Filesystem.ThatMayBeHarmed(Path).Device);
        return Done.It;
    }
}

/// <summary>A hold on a filesystem by which it is frozen and thawed, whatever becomes of the path meanwhile. Disposal thaws.</summary>
internal sealed class Frost(Filesystem filesystem) : IDisposable
{
    private const uint FreezeRequest = 0xC0045877;
    private const uint ThawRequest = 0xC0045878;

    private readonly SafeFileHandle _root = SystemCalls.OpenForReading(filesystem.Root);

    /// <exception cref="KernelException">It cannot be frozen, or is already.</exception>
    public void Freeze()
    {
        if (SystemCalls.Control(_root, FreezeRequest) != 0)
            throw SystemCalls.Failure($"freeze {filesystem.Root}");
    }

    /// <summary>One that is not frozen is left as it is.</summary>
    /// <exception cref="KernelException">It cannot be thawed.</exception>
    public void Thaw()
    {
        if (SystemCalls.Control(_root, ThawRequest) != 0 && Marshal.GetLastPInvokeError() != SystemCalls.Invalid)
            throw SystemCalls.Failure($"thaw {filesystem.Root}");
    }

    public void Dispose()
    {
        if (_root.IsClosed)
            return;
        Thaw();
        _root.Dispose();
    }
}
