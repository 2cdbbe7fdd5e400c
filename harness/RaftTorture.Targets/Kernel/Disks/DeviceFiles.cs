using System.Text.RegularExpressions;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>
/// The <c>/dev</c> of a harness, by the device that it lies on. A device is locked by its file there: to one who has another <c>/dev</c>,
/// as a container has, the lock says nothing. So it stands in the names of images.
/// </summary>
internal static partial class DeviceFiles
{
    /// <summary>Such as <c>.dev0-6</c>.</summary>
    public static string Mark { get; } = MarkOf(SystemCalls.DeviceOf("/dev"));

    /// <summary>Whether the lock of the disk that is made of an image tells here whether somebody has it. Of an image with no mark nothing is known.</summary>
    public static bool Judge(string image) => Marks().Matches(image) is [.., var last] && last.Value == Mark;

    private static string MarkOf((int Major, int Minor) device) => $".dev{device.Major}-{device.Minor}";

    [GeneratedRegex(@"\.dev[0-9]+-[0-9]+")]
    private static partial Regex Marks();
}
