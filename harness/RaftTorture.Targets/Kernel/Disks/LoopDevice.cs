using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>A file that is a disk (loop(4)). It lives as long as this holds it or somebody has it mounted, and then vanishes by itself.</summary>
/// <remarks>
/// The device is locked while it is held (systemd.io/BLOCK_DEVICE_LOCKING): so one whose holder was killed, and which something
/// keeps alive, can be told from one in use. It is held open for reading only, for a kernel may refuse to mount what others can write to.
/// </remarks>
internal sealed class LoopDevice : IDisposable
{
    private const uint GetFree = 0x4C82;
    private const uint Configure = 0x4C0A;
    private const int ConfigBytes = 304;
    private const int FlagsAt = 60;
    private const int AutoClear = 4;
    private const int Attempts = 50;

    private readonly SafeFileHandle _hold;

    private LoopDevice(string path, SafeFileHandle hold) => (Path, _hold) = (path, hold);

    /// <summary>Such as <c>/dev/loop3</c>.</summary>
    public string Path { get; }

    /// <summary>Makes a disk of a file.</summary>
    /// <exception cref="KernelException">There is no loop driver, or it refuses.</exception>
    public static LoopDevice Attach(string imagePath)
    {
        try
        {
            using var image = File.OpenHandle(imagePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            using var control = File.OpenHandle("/dev/loop-control", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (TryAttach(image, control) is { } device)
                    return device;
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"no loop device can be had: {refused.Message}", refused);
        }

        throw new KernelException($"no loop device can be had: others took {Attempts} of them first");
    }

    public void Dispose() => _hold.Dispose();

    /// <summary>Null if somebody else took the device in between.</summary>
    private static LoopDevice? TryAttach(SafeFileHandle image, SafeFileHandle control)
    {
        var number = SystemCalls.Control(control, GetFree);
        if (number < 0)
            throw SystemCalls.Failure("find a free loop device");
        var path = string.Create(CultureInfo.InvariantCulture, $"/dev/loop{number}");
        DeviceNode.Make(path, number);
        var hold = SystemCalls.OpenForReading(path);
        if (TryConfigure(path, image) && SystemCalls.TryLock(hold))
            return new LoopDevice(path, hold);
        hold.Dispose();
        return null;
    }

    private static bool TryConfigure(string path, SafeFileHandle image)
    {
        using var device = SystemCalls.OpenForWriting(path);
        if (SystemCalls.Control(device, Configure, ConfigOf(image)) >= 0)
            return true;
        return Marshal.GetLastPInvokeError() == SystemCalls.Busy ? false : throw SystemCalls.Failure($"make a disk of the image on {path}");
    }

    /// <summary>A <c>struct loop_config</c>: the file's descriptor, and that the device goes when its last user goes.</summary>
    private static byte[] ConfigOf(SafeFileHandle image)
    {
        var config = new byte[ConfigBytes];
        BinaryPrimitives.WriteInt32LittleEndian(config, (int)image.DangerousGetHandle());
        BinaryPrimitives.WriteInt32LittleEndian(config.AsSpan(FlagsAt), AutoClear);
        return config;
    }
}
