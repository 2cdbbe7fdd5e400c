using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>Whether the limits hold on histories of a million operations (T9).</summary>
internal static class LimitsTrial
{
    private const double MostOvershootMs = 50;
    private const long Cap = 64L << 20;

    /// <summary>What reading a history in takes besides the tables of the search, which alone are under the cap; the target for it.</summary>
    private const long BytesPerOperation = 300;

    /// <summary>Some fall into the reading of the history, some into the search, some into the replay of what it found.</summary>
    private static readonly double[] DeadlinesMs = [50, 200, 500, 1_000];

    /// <summary>The least overshoot of so many runs counts: what else the machine had to do is not the check.</summary>
    private const int Runs = 3;

    /// <summary>One that no search decides, one that is decided by its values, one whose misses do not say what they saw, one that must be explained.</summary>
    private static readonly Shape[] Shapes =
    [
        JudgeCases.Undecidable, JudgeCases.Million, JudgeCases.Million with { IsBlind = true }, JudgeCases.Million with { IsStale = true },
    ];

    public static IEnumerable<Goal> Goals()
    {
        var checker = new LinearizabilityChecker();
        foreach (var shape in Shapes)
        {
            var history = shape.Generate();
            checker.Check([.. history.Take(1000)], CheckLimits.None); // the compiler is not the check
            yield return Deadlines(shape.Name, checker, history);
            if (shape == JudgeCases.Undecidable)
                yield return Memory(checker, history);
        }
    }

    private static Goal Deadlines(string name, LinearizabilityChecker checker, IReadOnlyList<HistoryEvent> history)
    {
        var overshoots = DeadlinesMs.Select(ms => Enumerable.Range(0, Runs).Min(_ => OvershootMs(checker, history, ms))).ToArray();
        var each = string.Join(", ", DeadlinesMs.Zip(overshoots, (ms, overshootMs) => overshootMs is { } over ? $"{ms}: {over:N0}" : $"{ms}: decided before"));
        return Goal.AtMost($"T9: {name}, past its deadline in ms ({each}), the worst", MostOvershootMs, overshoots.Max() ?? 0, "ms");
    }

    /// <returns>Null where there was a verdict before.</returns>
    private static double? OvershootMs(LinearizabilityChecker checker, IReadOnlyList<HistoryEvent> history, double deadlineMs)
    {
        GC.Collect(); // the garbage of the run before is not the check
        var watch = Stopwatch.StartNew();
        checker.Check(history, new CheckLimits(long.MaxValue, () => watch.Elapsed.TotalMilliseconds > deadlineMs));
        var overshootMs = watch.Elapsed.TotalMilliseconds - deadlineMs;
        return overshootMs > 0 ? overshootMs : null;
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
