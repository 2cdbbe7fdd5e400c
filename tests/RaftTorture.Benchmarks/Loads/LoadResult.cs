namespace RaftTorture.Benchmarks.Loads;

/// <summary>What clients saw of a load after its warm-up. An error is no operation, and a run with errors is worth little.</summary>
/// <param name="Total">Operations with those of the warm-up.</param>
internal sealed record LoadResult(int Operations, int Total, int Errors, double Seconds, long P50Us, long P99Us, string FirstError)
{
    public double PerSecond => Operations / Seconds;

    public static LoadResult Of(long[] latenciesUs, int total, IReadOnlyCollection<string> errors, TimeSpan elapsed)
    {
        Array.Sort(latenciesUs);
        return new LoadResult(latenciesUs.Length, total, errors.Count, elapsed.TotalSeconds, At(latenciesUs, 50), At(latenciesUs, 99), errors.FirstOrDefault() ?? "");
    }

    private static long At(long[] sorted, int percent) => sorted.Length == 0 ? 0 : sorted[(int)(sorted.Length * (long)percent / 100)];
}
