using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers;

/// <summary>
/// Asks a quick checker first, where a history holds nothing but what it knows, and another one of the same object where the
/// quick one cannot tell.
/// </summary>
/// <param name="quick">Right wherever it says valid or invalid.</param>
/// <param name="functions">The functions that it knows.</param>
/// <param name="thorough">Knows all functions, and may take long.</param>
internal sealed class QuickFirstChecker(IChecker quick, IReadOnlyList<string> functions, IChecker thorough) : IChecker
{
    public string Name => thorough.Name;

    public Verdict Check(IReadOnlyList<HistoryEvent> history, CheckLimits limits)
    {
        if (!history.All(e => e.Process.IsNemesis || functions.Contains(e.F)))
            return thorough.Check(history, limits);
        var first = quick.Check(history, limits);
        var decided = first.Validity == Validity.Unknown ? thorough.Check(history, limits) : first;
        return decided with { Checker = Name };
    }
}
