using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Makes writes to a filesystem wait, each up to a time: it is frozen so long, then works for a short while, again and again.</summary>
/// <remarks>This works for any process and needs no control group. What is frozen is on the disk before, as after a flush.</remarks>
/// <param name="Path">Any path on it.</param>
/// <param name="DelayMs">How long it is frozen each time, milliseconds.</param>
internal sealed record SlowDisk(string Path, int DelayMs) : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var filesystem = Filesystem.ThatMayBeHarmed(Path);
        var room = workshop.Get<DiskRoom>();
        await room.SettleAsync(DiskDebt.Slowness, filesystem.Device);
        var slowness = new Slowness(new Frost(filesystem), DelayMs);
        room.Owe(DiskDebt.Slowness, filesystem.Device, () => slowness.DisposeAsync().AsTask());
        return Done.It;
    }
}

/// <summary>Writes wait no longer.</summary>
internal sealed record QuickenDisk(string Path) : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await workshop.Get<DiskRoom>().SettleAsync(DiskDebt.Slowness, Filesystem.ThatMayBeHarmed(Path).Device);
        return Done.It;
    }
}

/// <summary>Freezes and thaws a filesystem until it is disposed; then it is thawed.</summary>
internal sealed class Slowness : IAsyncDisposable
{
    /// <summary>Of the time that it is frozen, so long it works in between.</summary>
    private const double WorkingShare = 0.25;

    private readonly CancellationTokenSource _end = new();
    private readonly Frost _frost;
    private readonly Task _work;

    public Slowness(Frost frost, int delayMs)
    {
        _frost = frost;
        _work = Task.Run(() => WorkAsync(delayMs));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _frost.Dispose();
        _end.Dispose();
    }

    private async Task WorkAsync(int delayMs)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _frost.Freeze();
                await Task.Delay(delayMs, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _frost.Thaw();
                await Task.Delay((int)(delayMs * WorkingShare), _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (KernelException)
            {
                return; // The filesystem was shut down meanwhile: no probe will see it wait.
            }
        }
    }
}
