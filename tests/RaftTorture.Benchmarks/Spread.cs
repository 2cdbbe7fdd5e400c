namespace RaftTorture.Benchmarks;

/// <summary>Several measurements of one thing.</summary>
internal sealed class Spread(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Min => _sorted[0];

    public double Median => At(0.5);

    public double Max => _sorted[^1];

    /// <summary>The value below which so large a part of them lies.</summary>
    public double At(double part) => _sorted[Math.Min((int)(_sorted.Length * part), _sorted.Length - 1)];

    public override string ToString() => $"{Median:N0} ({Min:N0}-{Max:N0})";
}
