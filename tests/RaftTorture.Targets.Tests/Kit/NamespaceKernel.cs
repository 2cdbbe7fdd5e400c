using System.Collections.Concurrent;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Namespaces;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A machine of its own as far as the network goes: every request is done on one thread that lives in a fresh network namespace.</summary>
/// <remarks>What a request starts, sockets, threads and programs, is born there too. The namespace ends with the thread, and all in it.</remarks>
internal sealed class NamespaceKernel : SynchronizationContext, IKernel
{
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _queue = [];
    private readonly OwnKernel _kernel = new();
    private readonly TaskCompletionSource<string> _path = new();

    public NamespaceKernel() => new Thread(Live) { IsBackground = true, Name = "namespace" }.Start();

    /// <summary>Of the namespace.</summary>
    public string Path => _path.Task.GetAwaiter().GetResult();

    public Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => InsideAsync(() => _kernel.AskAsync(request, cancellation));

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public async ValueTask DisposeAsync()
    {
        await InsideAsync(async () =>
        {
            await _kernel.DisposeAsync();
            return true;
        });
        _queue.CompleteAdding();
    }

    private void Live()
    {
        try
        {
            _path.SetResult(NamespaceThread.Unshare());
        }
        catch (Exception refused)
        {
            _path.SetException(refused);
            return;
        }

        SetSynchronizationContext(this);
        foreach (var (work, state) in _queue.GetConsumingEnumerable())
            work(state);
    }

    /// <summary>Does something on that thread.</summary>
    public async Task<TResult> InsideAsync<TResult>(Func<Task<TResult>> work)
    {
        await _path.Task;
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            async _ =>
            {
                try
                {
                    done.SetResult(await work());
                }
                catch (Exception problem)
                {
                    done.SetException(problem);
                }
            },
            null);
        return await done.Task;
    }
}
