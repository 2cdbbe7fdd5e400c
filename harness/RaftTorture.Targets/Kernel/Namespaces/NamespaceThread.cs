using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RaftTorture.Targets.Kernel.Namespaces;

/// <summary>
/// Work done inside a network namespace: on a thread of its own that is thrown away, for a thread of the pool would carry the namespace elsewhere.
/// </summary>
/// <remarks>A socket stays in the namespace in which it was made, whichever thread uses it later. So does a process that is started there.</remarks>
internal static class NamespaceThread
{
    private const int NewNetwork = 0x40000000;

    /// <summary>Does something in the namespace at a path, such as <c>/proc/42/ns/net</c>.</summary>
    /// <exception cref="KernelException">There is no such namespace, or it may not be entered.</exception>
    public static TResult Do<TResult>(string path, Func<TResult> work)
    {
        var done = new TaskCompletionSource<TResult>();
        var thread = new Thread(() =>
        {
            try
            {
                Enter(path);
                done.SetResult(work());
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        })
        { IsBackground = true, Name = $"in {path}" };
        thread.Start();
        thread.Join();
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Moves the calling thread into a namespace of its own, with nothing in it but a loopback that is down.</summary>
    /// <returns>Its path, for as long as the thread lives.</returns>
    public static string Unshare()
    {
        if (Unshare(NewNetwork) != 0)
            throw Refused("a network namespace cannot be made");
        return $"/proc/{Environment.ProcessId}/task/{ThreadId()}/ns/net";
    }

    private static void Enter(string path)
    {
        using var handle = Open(path);
        if (SetNamespace((int)handle.DangerousGetHandle(), NewNetwork) != 0)
            throw Refused($"{path} cannot be entered");
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"{path} is no namespace that can be entered: {missing.Message}", missing);
        }
    }

    private static KernelException Refused(string what) => new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(int descriptor, int kind);

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unshare(int kinds);

    [DllImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ThreadId();
}
