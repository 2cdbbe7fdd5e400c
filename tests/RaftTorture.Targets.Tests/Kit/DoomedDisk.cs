using System.Diagnostics;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A harness with a disk, in namespaces of its own as the netns world has them, so that a test can kill it.</summary>
internal static class DoomedDisk
{
    public const string Command = "--doomed-disk";

    /// <summary>Freezes the filesystem before it waits for its end.</summary>
    public const string Frozen = "--frozen";

    /// <summary>Gives the process device files of its own, as a container has them.</summary>
    public const string OwnDevices = "--own-devices";

    /// <summary>The process: makes a disk, says which device it is, and waits to be killed.</summary>
    public static async Task<int> RunAsync(string directory, string[] wishes)
    {
        await using var kernel = new OwnKernel();
        var mount = Path.Combine(directory, "disk");
        var disk = await kernel.AskAsync(new MakeLoopDisk(Path.Combine(directory, $"{Path.GetFileName(directory)}.img"), 32L << 20), default);
        await kernel.AskAsync(new MountDisk(disk.Device, mount), default);
        if (wishes.Contains(Frozen))
            await kernel.AskAsync(new FreezeFilesystem(mount), default);
        Console.WriteLine(disk.Device);
        Console.In.ReadToEnd();
        return 0;
    }

    /// <summary>Mounts device files of its own, with what a disk takes, and becomes what follows.</summary>
    private static string[] Freshly =>
    [
        "sh", "-ec", "mount -t tmpfs none /dev; mknod /dev/loop-control c 10 237; mknod /dev/null c 1 3; mknod /dev/urandom c 1 9; mknod /dev/zero c 1 5; exec \"$@\"", "sh",
    ];

    /// <summary>Starts the process and returns when it has its disk.</summary>
    public static async Task<(Process Harness, string Device)> StartAsync(string directory, params string[] wishes)
    {
        var command = NodeBinary.ToStart(typeof(DoomedDisk).Assembly.Location, [Command, directory, .. wishes]);
        string[] unshare = ["-nmpf", "--kill-child", "--mount-proc", "--propagation", "slave", .. wishes.Contains(OwnDevices) ? Freshly : [], command.FileName, .. command.ArgumentList];
        var start = new ProcessStartInfo("unshare", unshare)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var harness = Process.Start(start)!;
        var said = await harness.StandardOutput.ReadLineAsync();
        if (said?.StartsWith("/dev/loop", StringComparison.Ordinal) is not true)
            Assert.Fail($"the harness said '{said}' and {await harness.StandardError.ReadToEndAsync()}");
        return (harness, said!);
    }
}
