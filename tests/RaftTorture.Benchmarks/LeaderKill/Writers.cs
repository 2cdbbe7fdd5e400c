using System.Diagnostics;
using RaftTorture.Benchmarks.Loads;
using RaftTorture.Benchmarks.Systems;

namespace RaftTorture.Benchmarks.LeaderKill;

/// <summary>Clients, spread over the nodes, that write all the time; whoever kills asks them when they were served again.</summary>
internal sealed class Writers : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _all;
    private long _since = long.MaxValue;
    private TaskCompletionSource<TimeSpan> _first = new();

    public Writers(RaftCluster cluster, int count) =>
        _all = Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => WriteAsync(cluster.Connect(cluster.Addresses[i % cluster.Addresses.Count], (ulong)i), i))));

    /// <summary>How long after a moment the first write was acknowledged that was asked for after it: one from before may owe nothing to the new leader.</summary>
    public async Task<TimeSpan> FirstAskedAndDoneSinceAsync(long moment)
    {
        Task<TimeSpan> first;
        lock (_gate)
        {
            _first = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _since = moment;
            first = _first.Task;
        }

        return await (await Task.WhenAny(first, FailedAsync())).WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    /// <summary>Writers end only when they are stopped, or by what broke one of them.</summary>
    private async Task<TimeSpan> FailedAsync()
    {
        await _all;
        throw new BenchmarkException("the writers have stopped");
    }

    private async Task WriteAsync(IStoreClient client, int number)
    {
        using var _ = client;
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            await client.PutAsync($"w{number}", $"{i}");
            Saw(asked, Stopwatch.GetTimestamp());
        }
    }

    private void Saw(long asked, long done)
    {
        lock (_gate)
        {
            if (asked >= _since)
                _first.TrySetResult(Stopwatch.GetElapsedTime(_since, done));
        }
    }
}
