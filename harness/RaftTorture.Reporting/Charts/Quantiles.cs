namespace RaftTorture.Reporting.Charts;

/// <summary>Quantiles by nearest rank: each is a latency that some operation really had.</summary>
public sealed class Quantiles
{
    private readonly long[] _sorted;

    public Quantiles(IEnumerable<long> values) => _sorted = [.. values.Order()];

    public bool IsEmpty => _sorted.Length == 0;

    /// <param name="quantile">Above 0, at most 1.</param>
    public long At(double quantile) => _sorted[Math.Max(0, (int)Math.Ceiling(quantile * _sorted.Length) - 1)];
}
