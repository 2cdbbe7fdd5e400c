using System.Globalization;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>
/// Thaws the disks of harnesses that were killed outright while one was frozen: they, and whoever waits for them, then vanish by themselves.
/// </summary>
/// <remarks>A disk is the harness's by the name of its image, and abandoned if nobody holds its lock, where that can be told. Others are not touched.</remarks>
/// <param name="Mark">What the names of the images have in them.</param>
internal sealed record ClearAbandonedDisks(string Mark = ClearAbandonedDisks.ImageMark) : KernelRequest<ClearedDisks>
{
    public const string ImageMark = "raft-torture-disk";

    protected override Task<ClearedDisks> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        Task.FromResult(new ClearedDisks(Devices().Count(device => TryClear(device))));

    private IEnumerable<string> Devices() =>
        from block in Directory.EnumerateDirectories("/sys/block", "loop*").Order(StringComparer.Ordinal)
        let image = ImageOf(block)
        where image.Contains(Mark, StringComparison.Ordinal) && DeviceFiles.Judge(image)
        select $"/dev/{Path.GetFileName(block)}";

    private static string ImageOf(string block)
    {
        try
        {
            return File.ReadAllText($"{block}/loop/backing_file");
        }
        catch (IOException)
        {
            return ""; // It is no disk of anybody now.
        }
    }

    private static bool TryClear(string device)
    {
        try
        {
            DeviceNode.Make(device, int.Parse(device["/dev/loop".Length..], CultureInfo.InvariantCulture));
            using var hold = SystemCalls.OpenForReading(device);
            if (!SystemCalls.TryLock(hold))
                return false;
            Thaw(device);
            return true;
        }
        catch (KernelException)
        {
            return false; // It went by itself meanwhile.
        }
    }

    /// <summary>A filesystem that was frozen when it lost its last mount is still there, frozen: mounting the device finds it again.</summary>
    private static void Thaw(string device)
    {
        var place = Directory.CreateTempSubdirectory("raft-torture-thaw-").FullName;
        try
        {
            if (SystemCalls.MountAt(device, place, "ext4", "") is var refused and not 0 && SystemCalls.MountAt(device, place, "xfs", "") != 0)
                throw SystemCalls.Failure($"mount {device}", refused);
            ThawAt(place);
        }
        finally
        {
            Directory.Delete(place);
        }
    }

    private static void ThawAt(string place)
    {
        var refused = 0;
        try
        {
            using var frost = new Frost(Filesystem.Of(place));
            frost.Thaw();
        }
        finally
        {
            refused = SystemCalls.UnmountFrom(place);
        }

        if (refused != 0)
            throw SystemCalls.Failure($"unmount {place}", refused);
    }
}

/// <summary>How many disks of dead harnesses were found.</summary>
internal sealed record ClearedDisks(int Count);
