using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RaftTorture.Targets.Nodes;

/// <summary>What the harness tells a process through the operating system.</summary>
internal enum Signal
{
    /// <summary>SIGKILL: it ends at once, also when it is stopped.</summary>
    Kill,

    /// <summary>SIGTERM: it is asked to end in good order, and may take its time.</summary>
    Terminate,

    /// <summary>SIGSTOP: it freezes.</summary>
    Stop,

    /// <summary>SIGCONT: it goes on.</summary>
    Continue,
}

internal static class Signals
{
    private const int NoSuchProcess = 3;

    extension(Signal signal)
    {
        /// <summary>Sends it. A process that is gone already is no error: the probe that follows tells what is so.</summary>
        /// <exception cref="PlatformNotSupportedException">Anything but a kill on Windows, which has no such thing.</exception>
        public void SendTo(int pid)
        {
            if (OperatingSystem.IsWindows())
                KillOnWindows(signal, pid);
            else if (Kill(pid, signal.Number) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
                throw new Win32Exception(error, $"kill({pid}, {signal}) failed");
        }

        /// <summary>Its number: SIGSTOP and SIGCONT differ between Linux and the BSDs, macOS among them.</summary>
        private int Number => signal switch
        {
            Signal.Kill => 9,
            Signal.Terminate => 15,
            Signal.Stop => OperatingSystem.IsLinux() ? 19 : 17,
            Signal.Continue => OperatingSystem.IsLinux() ? 18 : 19,
            _ => throw new UnreachableException(),
        };
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);

    private static void KillOnWindows(Signal signal, int pid)
    {
        if (signal != Signal.Kill)
            throw new PlatformNotSupportedException($"Windows has no {signal}");
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }
}
