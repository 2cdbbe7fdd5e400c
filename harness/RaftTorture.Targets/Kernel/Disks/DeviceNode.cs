using System.Runtime.InteropServices;
using System.Text;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>The file by which a loop device is named: a kernel without udev has them for the first few only, and a container for none.</summary>
internal static class DeviceNode
{
    private const int Major = 7;
    private const uint BlockDeviceForOwner = 0x6000 | 0x180;

    /// <summary>Makes it if it is not there.</summary>
    /// <exception cref="KernelException">It cannot be made.</exception>
    public static void Make(string path, int number)
    {
        if (!File.Exists(path) && MakeNode(Encoding.UTF8.GetBytes(path + '\0'), BlockDeviceForOwner, DeviceNumber(number)) != 0 && !File.Exists(path))
            throw SystemCalls.Failure($"make {path}");
    }

    /// <summary>As makedev(3) packs it.</summary>
    private static ulong DeviceNumber(int minor) => ((ulong)Major << 8) | ((ulong)minor & 0xff) | (((ulong)minor & ~0xffUL) << 12);

    [DllImport("libc", EntryPoint = "mknod", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeNode(byte[] path, uint mode, ulong device);
}
