using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Which families are on at the same time, period by period: <c>--nemesis-stable-period</c>.</summary>
/// <remarks>
/// With everything on at once a large set of families leaves no cluster alive long enough to show anything. So many are dealt into mixtures
/// of up to four, of which each gets its turn within the time limit; few are all on at once, unless a period is asked for.
/// </remarks>
public static class Mixtures
{
    /// <summary>So many families are all on at once where no period is asked for.</summary>
    public const int MostAtOnce = 7;

    /// <summary>So many are on at a time where there are more.</summary>
    public const int Usual = 4;

    /// <summary>Longer than this a mixture need not stay where nothing else is asked for.</summary>
    private const double LongestPeriodSeconds = 30;

    /// <summary>Seconds that a mixture stays; 0 where all families are on at once.</summary>
    /// <param name="plan">Its time limit, and the period that it asks for, if any.</param>
    /// <param name="count">How many families and recipes it asks for.</param>
    public static double PeriodSeconds(Plan plan, int count)
    {
        if (count == 0 || plan.NemesisStablePeriodSeconds > 0)
            return count == 0 ? 0 : plan.NemesisStablePeriodSeconds;
        if (count <= MostAtOnce)
            return 0;
        var turns = Turns(count, Usual);
        var rounds = Math.Max(1, Math.Ceiling(plan.TimeLimitSeconds / (turns * LongestPeriodSeconds)));
        return plan.TimeLimitSeconds / (turns * rounds);
    }

    /// <summary>The mixtures in their order, each a list of families by number: in every round each family once, the rounds dealt anew.</summary>
    /// <param name="count">How many families there are.</param>
    /// <param name="periods">How many periods there are: each family is in one of them at least.</param>
    /// <param name="dice">Deal.</param>
    public static ImmutableArray<ImmutableArray<int>> Deal(int count, int periods, Dice dice)
    {
        var size = Math.Max((count + periods - 1) / periods, Math.Min(Usual, (count + 1) / 2));
        var mixtures = new List<ImmutableArray<int>>();
        while (mixtures.Count < periods)
            mixtures.AddRange(Split(dice.Shuffle(Enumerable.Range(0, count)), Turns(count, size)));
        return [.. mixtures.Take(periods)];
    }

    /// <summary>The same for a plan: as many periods as begin within its time limit, a last short one left out.</summary>
    public static ImmutableArray<ImmutableArray<int>> Deal(Plan plan, int count, Dice dice) =>
        Deal(count, Math.Max(1, (int)Math.Floor((plan.TimeLimitSeconds / PeriodSeconds(plan, count)) + 1e-9)), dice);

    private static int Turns(int count, int size) => (count + size - 1) / size;

    /// <summary>Parts that differ by one at most.</summary>
    private static IEnumerable<ImmutableArray<int>> Split(int[] families, int parts) =>
        Enumerable.Range(0, parts).Select(part => ImmutableArray.Create(families.AsSpan((families.Length * part / parts)..(families.Length * (part + 1) / parts))));
}
