using System.Globalization;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>The filesystem on which a path lies.</summary>
/// <param name="Root">The highest directory above the path that lies on it.</param>
/// <param name="Device">Its number as the kernel writes it, such as <c>7:3</c>: the same by whatever path it is reached.</param>
internal sealed record Filesystem(string Root, string Device)
{
    private const int LoopMajor = 7;

    /// <summary>The harness's own directory on it, in which no node looks.</summary>
    public string OwnDirectory => Path.Combine(Root, ".rafttorture");

    /// <summary>What is free on it for anybody.</summary>
    public long FreeBytes => new DriveInfo(Root).AvailableFreeSpace;

    /// <summary>Looks at any filesystem.</summary>
    /// <exception cref="KernelException">There is no such path.</exception>
    public static Filesystem Of(string path)
    {
        var device = SystemCalls.DeviceOf(path);
        var root = Path.GetFullPath(path);
        while (Path.GetDirectoryName(root) is { } parent && SystemCalls.DeviceOf(parent) == device)
            root = parent;
        return new Filesystem(root, string.Create(CultureInfo.InvariantCulture, $"{device.Major}:{device.Minor}"));
    }

    /// <summary>Only one on a loop device may be harmed: any other is somebody's.</summary>
    /// <exception cref="KernelException">It is another.</exception>
    public static Filesystem ThatMayBeHarmed(string path) =>
        SystemCalls.DeviceOf(path).Major == LoopMajor
            ? Of(path)
            : throw new KernelException($"{path} does not lie on a loop disk: its filesystem is not ours to harm");
}
