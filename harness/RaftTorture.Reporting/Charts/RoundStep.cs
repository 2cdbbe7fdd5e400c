namespace RaftTorture.Reporting.Charts;

/// <summary>Steps that people count in: 1, 2 or 5 times a power of ten.</summary>
public static class RoundStep
{
    public static double AtLeast(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
