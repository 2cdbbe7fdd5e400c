namespace RaftTorture.Benchmarks.Machine;

/// <summary>Waits for what a cluster will do soon.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Asks again and again until it is so.</summary>
    /// <exception cref="BenchmarkException">It did not become so in a minute.</exception>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var late = new CancellationTokenSource(Limit);
        while (!await isSo())
        {
            if (late.IsCancellationRequested)
                throw new BenchmarkException($"waited {Limit.TotalSeconds} s in vain: {what}");
            await Task.Delay(Pause);
        }
    }
}
