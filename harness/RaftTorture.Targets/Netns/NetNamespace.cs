using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RaftTorture.Targets.Kernel;

namespace RaftTorture.Targets.Netns;

/// <summary>A network namespace that lives as long as this process holds it open: it has no name that could be left behind.</summary>
internal sealed class NetNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000;

    private readonly SafeFileHandle _handle;

    /// <exception cref="KernelException">It may not be made.</exception>
    public NetNamespace() => _handle = Make();

    /// <summary>What <c>nsenter --net=</c> takes, and <c>ip link ... netns</c>.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_handle.DangerousGetHandle()}";

    public void Dispose() => _handle.Dispose();

    /// <summary>On a thread that ends with it: one of the pool would carry the namespace elsewhere.</summary>
    private static SafeFileHandle Make()
    {
        var made = new TaskCompletionSource<SafeFileHandle>();
        var thread = new Thread(() =>
        {
            if (Unshare(NewNetwork) == 0)
                made.SetResult(File.OpenHandle("/proc/thread-self/ns/net"));
            else
                made.SetException(new KernelException($"a network namespace cannot be made: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}"));
        })
        { IsBackground = true, Name = "new network namespace" };
        thread.Start();
        return made.Task.GetAwaiter().GetResult();
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unshare(int kinds);
}
