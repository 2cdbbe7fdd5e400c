using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>Whether the limits hold on a history that no search decides (T9).</summary>
internal static class LimitsTrial
{
    private const double DeadlineMs = 500;
    private const double MostOvershootMs = 50;
    private const long Cap = 64L << 20;

    /// <summary>What reading a history in takes besides the tables of the search, which alone are under the cap; the target for it.</summary>
    private const long BytesPerOperation = 300;

    public static IEnumerable<Goal> Goals()
    {
        var history = JudgeCases.Undecidable.Generate();
        var checker = new LinearizabilityChecker();
        checker.Check([.. history.Take(1000)], CheckLimits.None); // the compiler is not the check
        yield return Deadline(checker, history);
        yield return Memory(checker, history);
    }

    private static Goal Deadline(LinearizabilityChecker checker, IReadOnlyList<HistoryEvent> history)
    {
        var watch = Stopwatch.StartNew();
        var verdict = checker.Check(history, new CheckLimits(long.MaxValue, () => watch.Elapsed.TotalMilliseconds > DeadlineMs));
        var overshootMs = watch.Elapsed.TotalMilliseconds - DeadlineMs;
        return verdict.Validity == Validity.Unknown
            ? Goal.AtMost($"T9: past a deadline of {DeadlineMs} ms", MostOvershootMs, overshootMs, "ms")
            : new Goal($"T9: past a deadline of {DeadlineMs} ms", $"was {verdict.Validity} before", IsMet: true);
    }

    private static Goal Memory(LinearizabilityChecker checker, IReadOnlyList<HistoryEvent> history)
    {
        var watch = Stopwatch.StartNew();
        var bytes = PeakMemory.Of(() => checker.Check(history, new CheckLimits(Cap, () => watch.Elapsed.TotalSeconds > 20)));
        var most = Cap + (BytesPerOperation * history.Count / 2);
        return bytes is { } peak
            ? Goal.AtMost($"T9: under a cap of {Cap / 1e6:N0} MB for its tables, with {BytesPerOperation} bytes an operation besides,", most / 1e6, peak / 1e6, "MB")
            : new Goal("T9: cap", "this kernel does not tell peaks of memory", IsMet: true);
    }
}
