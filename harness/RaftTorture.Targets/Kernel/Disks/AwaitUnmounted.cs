using System.Diagnostics;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>
/// Waits until nobody on the machine has a disk mounted, in whatever namespace: the kernel shows a file system in <c>/sys/fs</c> as long as it
/// is there, and only the first mount of one that was not replays its journal.
/// </summary>
/// <param name="Device">Such as <c>/dev/loop3</c>.</param>
/// <param name="Filesystem">What is on it.</param>
internal sealed record AwaitUnmounted(string Device, string Filesystem = "ext4") : KernelRequest<Done>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var sight = $"/sys/fs/{Filesystem}/{Path.GetFileName(Device)}";
        if (!Directory.Exists(Path.GetDirectoryName(sight)))
            throw new KernelException($"the kernel does not tell which file systems of {Filesystem} are mounted: {Path.GetDirectoryName(sight)} is missing");
        var start = Stopwatch.GetTimestamp();
        while (Directory.Exists(sight))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new KernelException($"{Device} is still mounted by somebody after {Patience.TotalSeconds} s");
            await Task.Delay(PollInterval, cancellation);
        }

        return Done.It;
    }
}
