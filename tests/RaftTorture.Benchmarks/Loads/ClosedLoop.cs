using System.Diagnostics;

namespace RaftTorture.Benchmarks.Loads;

/// <summary>Drives clients in this process, all at once.</summary>
internal static class ClosedLoop
{
    public static async Task<LoadResult> RunAsync(Load load, IReadOnlyList<IStoreClient> clients)
    {
        var cpuBefore = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp() + Ticks(load.WarmUp);
        var seen = await Task.WhenAll(clients.Select((client, number) => Task.Run(() => DriveAsync(load, number, client, start))));
        return Sum(seen, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpuBefore);
    }

    private static LoadResult Sum(Seen[] seen, TimeSpan elapsed, TimeSpan cpu)
    {
        long[] latenciesUs = [.. seen.SelectMany(one => one.LatenciesUs).Order()];
        string[] errors = [.. seen.SelectMany(one => one.Errors)];
        return new LoadResult(
            latenciesUs.Length, seen.Sum(one => one.Total), errors.Length, elapsed.TotalSeconds,
            LoadResult.At(latenciesUs, 50), LoadResult.At(latenciesUs, 99), (long)cpu.TotalMicroseconds, errors.FirstOrDefault() ?? "");
    }

    private static async Task<Seen> DriveAsync(Load load, int number, IStoreClient client, long start)
    {
        var seen = new Seen();
        var value = new string('x', load.ValueBytes);
        var end = start + Ticks(load.Duration);
        for (var i = 0; load.Kind == LoadKind.Fill ? i < (load.Fills ?? load.KeysPerClient) : Stopwatch.GetTimestamp() < end; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                await AskAsync(load.Kind, client, load.Key(number, i), value);
                seen.Total++;
                if (asked >= start)
                    seen.LatenciesUs.Add((long)Stopwatch.GetElapsedTime(asked).TotalMicroseconds);
            }
            catch (BenchmarkException e)
            {
                seen.Errors.Add(e.Message);
            }
        }

        return seen;
    }

    private static async Task AskAsync(LoadKind kind, IStoreClient client, string key, string value)
    {
        if (kind != LoadKind.Get)
            await client.PutAsync(key, value);
        else if (await client.GetAsync(key) is var read && read != value)
            throw new BenchmarkException($"{key} was read as {read ?? "nothing"}");
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private sealed class Seen
    {
        public int Total { get; set; }

        public List<long> LatenciesUs { get; } = [];

        public List<string> Errors { get; } = [];
    }
}
