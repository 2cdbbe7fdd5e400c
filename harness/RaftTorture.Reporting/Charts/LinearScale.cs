namespace RaftTorture.Reporting.Charts;

/// <summary>From zero to a round figure above the greatest value.</summary>
public sealed class LinearScale : IScale
{
    private const int Steps = 4;

    private readonly double _step;

    public LinearScale(double greatest) => _step = RoundStep.AtLeast(Math.Max(greatest, 1) / Steps);

    public double Fraction(double value) => Math.Clamp(value / (_step * Steps), 0, 1);

    public IReadOnlyList<(double Value, string Label)> Ticks =>
        [.. Enumerable.Range(0, Steps + 1).Select(n => (n * _step, (n * _step).ToString("#,0.#")))];
}
