namespace RaftTorture.Reporting.Charts;

/// <summary>A vertical axis.</summary>
public interface IScale
{
    /// <summary>Where a value stands: 0 at the foot, 1 at the top.</summary>
    double Fraction(double value);

    /// <summary>The values that get a line and a label, from the foot up.</summary>
    IReadOnlyList<(double Value, string Label)> Ticks { get; }
}
