using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>What disks take of Linux that the framework does not have.</summary>
internal static class SystemCalls
{
    public const int NoSuchDevice = 6;
    public const int Busy = 16;
    public const int Invalid = 22;
    public const int NoSpace = 28;

    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;
    private const int LockExclusively = 2;
    private const int LockWithoutWaiting = 4;
    private const int StatxBytes = 256;
    private const int DeviceMajorAt = 136;
    private const int DeviceMinorAt = 140;

    /// <summary>Opens a directory, which .NET does not, or a device, which it would lock.</summary>
    /// <exception cref="KernelException">It cannot be had.</exception>
    public static SafeFileHandle OpenForReading(string path) => OpenAs(path, ReadOnly);

    /// <inheritdoc cref="OpenForReading"/>
    public static SafeFileHandle OpenForWriting(string path) => OpenAs(path, ReadWrite);

    /// <summary>Asks a driver or a filesystem for something.</summary>
    /// <returns>What it says; below 0 it refused, and <see cref="Marshal.GetLastPInvokeError"/> tells why.</returns>
    public static int Control(SafeFileHandle handle, uint request, byte[]? argument = null) => Ioctl(handle, request, argument);

    /// <returns>0, or the error's number.</returns>
    public static int MountAt(string source, string target, string filesystem, string options) =>
        Mount(Text(source), Text(target), Text(filesystem), 0, Text(options)) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <returns>0, or the error's number.</returns>
    public static int UnmountFrom(string target) => Unmount(Text(target), 0) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Sets blocks aside for a file and lets it grow over them.</summary>
    /// <returns>0, or the error's number: what could be had is kept.</returns>
    public static int Allocate(SafeFileHandle file, long offset, long bytes) =>
        FileAllocate(file, 0, offset, bytes) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Locks what is open for this holder alone, until it is closed (flock(2)).</summary>
    /// <returns>False if another has it.</returns>
    public static bool TryLock(SafeFileHandle handle) => FileLock(handle, LockExclusively | LockWithoutWaiting) == 0;

    /// <summary>The device on which a path lies.</summary>
    /// <exception cref="KernelException">There is no such path.</exception>
    public static (int Major, int Minor) DeviceOf(string path)
    {
        const int currentDirectory = -100;
        const int doNotSync = 0x4000; // A disk that hangs is asked nothing.
        var status = new byte[StatxBytes];
        if (Statx(currentDirectory, Text(path), doNotSync, 0, status) != 0)
            throw Failure($"look at {path}");
        return (BitConverter.ToInt32(status, DeviceMajorAt), BitConverter.ToInt32(status, DeviceMinorAt));
    }

    public static KernelException Failure(string verb) => Failure(verb, Marshal.GetLastPInvokeError());

    public static KernelException Failure(string verb, int error) => new($"cannot {verb}: {Marshal.GetPInvokeErrorMessage(error)}");

    private static SafeFileHandle OpenAs(string path, int how)
    {
        var descriptor = Open(Text(path), how | CloseOnExec, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure($"open {path}");
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileLock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Ioctl(SafeFileHandle file, nuint request, byte[]? argument);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mount(byte[] source, byte[] target, byte[] filesystem, nuint flags, byte[] options);

    [DllImport("libc", EntryPoint = "umount2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmount(byte[] target, int flags);

    [DllImport("libc", EntryPoint = "fallocate64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileAllocate(SafeFileHandle file, int mode, long offset, long bytes);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] status);
}
