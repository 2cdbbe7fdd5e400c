namespace RaftTorture.Targets.Kernel.Namespaces;

/// <summary>A network namespace that lives as long as this: nothing but a parked thread holds it, so that it cannot outlive its process.</summary>
internal sealed class NamespaceOfOurs : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;

    /// <exception cref="KernelException">It may not be made.</exception>
    public NamespaceOfOurs()
    {
        var path = new TaskCompletionSource<string>();
        _thread = new Thread(() => Hold(path)) { IsBackground = true, Name = "namespace" };
        _thread.Start();
        Path = path.Task.GetAwaiter().GetResult();
    }

    public string Path { get; }

    /// <summary>By which <c>ip</c> knows it, as it does a process.</summary>
    public string Thread => Path.Split('/')[4];

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Hold(TaskCompletionSource<string> path)
    {
        try
        {
            path.SetResult(NamespaceThread.Unshare());
        }
        catch (KernelException refused)
        {
            path.SetException(refused);
            return;
        }

        _end.Wait();
    }
}
