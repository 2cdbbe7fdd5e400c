namespace RaftTorture.Benchmarks.Loads;

/// <summary>What clients saw of a load after its warm-up. An error is no operation, and a run with errors is worth little.</summary>
/// <param name="Total">Operations with those of the warm-up.</param>
/// <param name="DriverCpuUs">Processor time of the driver, that of the warm-up included.</param>
internal sealed record LoadResult(int Operations, int Total, int Errors, double Seconds, long P50Us, long P99Us, long DriverCpuUs, string FirstError)
{
    public double PerSecond => Operations / Seconds;

    /// <summary>A percentile of what is sorted already.</summary>
    public static long At(long[] sorted, int percent) => sorted.Length == 0 ? 0 : sorted[(int)(sorted.Length * (long)percent / 100)];
}
