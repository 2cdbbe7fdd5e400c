using RaftTorture.Reporting.Digests;

namespace RaftTorture.Reporting.Charts;

/// <summary>Durations by powers of ten, in nanoseconds: a millisecond and a timeout are both worth seeing.</summary>
public sealed class LogScale : IScale
{
    private readonly int _lowest;
    private readonly int _highest;

    public LogScale(double leastNs, double greatestNs)
    {
        _lowest = (int)Math.Floor(Math.Log10(Math.Max(1, leastNs)));
        _highest = Math.Max(_lowest + 1, (int)Math.Ceiling(Math.Log10(Math.Max(1, greatestNs))));
    }

    public double Fraction(double value) =>
        Math.Clamp((Math.Log10(Math.Max(1, value)) - _lowest) / (_highest - _lowest), 0, 1);

    public IReadOnlyList<(double Value, string Label)> Ticks =>
        [.. Enumerable.Range(_lowest, _highest - _lowest + 1).Select(power => (Math.Pow(10, power), Duration.Of(Math.Pow(10, power))))];
}
