using System.Globalization;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Adds a block to a file of its own, through to the disk, and sees what becomes of it.</summary>
/// <remarks>
/// A program does it: who waits for a disk that hangs can neither be interrupted nor killed, and this process must stay mortal. It opens
/// a file that is there already, for who makes one waits too, before his clock runs: so the first probe has to be of a sound disk.
/// </remarks>
/// <param name="Path">Any path on the filesystem.</param>
/// <param name="PatienceMs">After so many milliseconds it is said to hang.</param>
internal sealed record ProbeDisk(string Path, int PatienceMs) : KernelRequest<DiskSight>
{
    private const string Copied = "copied, ";

    protected override async Task<DiskSight> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var filesystem = Filesystem.Of(Path);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(PatienceMs);
        try
        {
            DiskProbeFile.Make(filesystem);
            var end = (ProgramEnd)await Write(DiskProbeFile.On(filesystem)).DoAsync(workshop, late.Token);
            return SightOf(end) with { FreeBytes = filesystem.FreeBytes };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new DiskSight(null, null, filesystem.FreeBytes);
        }
        catch (IOException refused)
        {
            return new DiskSight(null, refused.Message, 0);
        }
    }

    private static RunProgram Write(string file) => new("env", ["LC_ALL=C", "dd", "if=/dev/zero", $"of={file}", "bs=4096", "count=1", "oflag=append,dsync", "conv=notrunc,nocreat"]);

    /// <summary>From lines like <c>4096 bytes (4.1 kB, 4.0 KiB) copied, 0.00142781 s, 2.9 MB/s</c>, or <c>dd: error writing 'x': No space left on device</c>.</summary>
    private static DiskSight SightOf(ProgramEnd end)
    {
        if (end.Code != 0)
            return new DiskSight(null, end.Error.Split('\n')[0], 0);
        var at = end.Error.LastIndexOf(Copied, StringComparison.Ordinal) + Copied.Length;
        var seconds = double.Parse(end.Error[at..end.Error.IndexOf(" s", at, StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        return new DiskSight(seconds * 1000, null, 0);
    }
}

/// <summary>What became of a block that was written through to a disk.</summary>
/// <param name="LatencyMs">How long it took, milliseconds; null if it did not get there.</param>
/// <param name="Problem">Why it was refused; null if it was not: without a latency either, nothing came of it in time.</param>
/// <param name="FreeBytes">What the filesystem says is free.</param>
internal sealed record DiskSight(double? LatencyMs, string? Problem, long FreeBytes)
{
    public bool IsHung => LatencyMs is null && Problem is null;

    public bool IsFull => Problem?.Contains("No space left", StringComparison.Ordinal) is true;

    public bool IsFailing => Problem?.Contains("Input/output error", StringComparison.Ordinal) is true;
}

/// <summary>The file of the probe.</summary>
internal static class DiskProbeFile
{
    public static string On(Filesystem filesystem) => Path.Combine(filesystem.OwnDirectory, "probe");

    /// <summary>Makes it if it is not there.</summary>
    public static void Make(Filesystem filesystem)
    {
        if (File.Exists(On(filesystem)))
            return;
        Directory.CreateDirectory(filesystem.OwnDirectory);
        File.WriteAllBytes(On(filesystem), []);
    }
}
