namespace RaftTorture.Targets.Worlds.Network;

/// <summary>What chance explains, and what it does not: once in a million receipts it may be wrong about either.</summary>
/// <remarks>
/// Bernstein's inequality (1924), which holds for any number of throws, not only for many. Throws that depend on each other are worth fewer: of n
/// with correlation r about n (1 - r) / (1 + r).
/// </remarks>
internal static class Luck
{
    /// <summary>ln(2 / 10^-6).</summary>
    private const double Doubt = 14.5;

    /// <summary>How many of so many fall when each falls with some chance: at least and at most. What is to be seen is seen once at least.</summary>
    /// <param name="percent">The chance.</param>
    public static (int Least, int Most) Range(int count, double percent, double correlationPercent)
    {
        var (share, worth) = (percent / 100, Worth(correlationPercent));
        var (mean, variance) = (count * share, count * share * (1 - share) / worth);
        var slack = (Doubt / 3 / worth) + Math.Sqrt((Doubt * Doubt / 9 / worth / worth) + (2 * Doubt * variance));
        return ((int)Math.Max(1, Math.Floor(mean - slack)), (int)Math.Min(count, Math.Ceiling(mean + slack)));
    }

    /// <summary>How many it takes for one to fall.</summary>
    public static int CountToSeeOne(double percent, double correlationPercent) => (int)Math.Ceiling(Doubt * 100 / percent / Worth(correlationPercent));

    /// <summary>How many it takes for one not to fall: of those lost with some chance, for one to arrive.</summary>
    public static int CountToMissOne(double percent, double correlationPercent) =>
        percent <= 0 ? 1 : (int)Math.Ceiling(Doubt / -Math.Log(Math.Clamp(percent / 100, 1e-6, 0.99)) / Worth(correlationPercent));

    private static double Worth(double correlationPercent)
    {
        var correlation = Math.Clamp(correlationPercent / 100, 0, 0.99);
        return (1 - correlation) / (1 + correlation);
    }
}
