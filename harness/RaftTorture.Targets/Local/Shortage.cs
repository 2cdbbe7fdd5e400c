using System.ComponentModel;
using System.Net.Sockets;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Local;

/// <summary>Ports or descriptors that ran out: a cluster of n nodes needs n² of each, and the system's default is small.</summary>
internal static class Shortage
{
    private const int TooManyFilesOnSystem = 23;
    private const int TooManyFiles = 24;

    public static bool IsCauseOf(Exception failure) => failure switch
    {
        SocketException => true,
        Win32Exception refused => IsDescriptorShortage(refused.NativeErrorCode),
        IOException refused => IsDescriptorShortage(refused.HResult),
        _ => false,
    };

    /// <summary>One line that says what to do.</summary>
    public static ClusterException ToClusterException(Exception failure) =>
        new($"no free port or descriptor ({failure.Message}): raise `ulimit -n`, free ports, or take fewer nodes", failure);

    private static bool IsDescriptorShortage(int error) =>
        !OperatingSystem.IsWindows() && error is (TooManyFiles or TooManyFilesOnSystem);
}
