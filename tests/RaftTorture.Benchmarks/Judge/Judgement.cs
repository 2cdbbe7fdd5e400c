using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>What judging one case cost.</summary>
/// <param name="Ms">Median of the runs, with explanation or proof, milliseconds.</param>
/// <param name="Bytes">What one run added to the process at its peak; null where that cannot be told.</param>
/// <param name="CoreSizes">Operations in the evidence of each invalid key.</param>
internal sealed record Judgement(JudgedCase Case, int Operations, double Ms, long? Bytes, Validity Validity, IReadOnlyList<int> CoreSizes)
{
    public bool IsWrong => Validity != Validity.Unknown && Case.IsLinearizable is { } known && known != (Validity == Validity.Valid);

    /// <summary>What Porcupine takes for it, on this machine if it was asked, else as it is recorded.</summary>
    public PorcupineResult? Porcupine { get; init; }

    public double? Ratio => Porcupine?.Ms / Ms;
}

/// <summary>What is known of Porcupine on a case.</summary>
/// <param name="IsAtLeast">It did not decide within its limit: it takes at least so long.</param>
internal sealed record PorcupineResult(double Ms, double? Mb, bool IsAtLeast);

/// <summary>Measures one case after the other.</summary>
/// <param name="runs">So often is each measured.</param>
/// <param name="limit">What one check may take.</param>
/// <param name="maxBytes">What its tables may take.</param>
internal sealed class Judging(int runs, TimeSpan limit, long maxBytes)
{
    /// <summary>What is over sooner is repeated until it has taken so long: one run of microseconds measures the clock.</summary>
    private const double LeastMs = 20;

    /// <summary>What takes longer is warm after its first run, and is not repeated so often.</summary>
    private const double LongMs = 5_000;

    /// <summary>Until the just-in-time compiler has done its best: short histories of every kind, again and again.</summary>
    public void WarmUp(TimeSpan time)
    {
        Shape[] shapes = [new(500, 20), new(500, 20, Values: 5), new(500, 20, Values: 5, UnknownPercent: 5), new(500, 20, UnknownPercent: 5) { IsBlind = true }, new(500, 20) { IsStale = true }];
        JudgedCase[] cases = [.. shapes.Select(JudgedCase.Of), JudgedCase.Of(new KvShape(500, 20, 10))];
        var loaded = cases.Select(one => (Checker: CheckerOf.Case(one), History: one.Load())).ToArray();
        for (var (n, start) = (0, Stopwatch.GetTimestamp()); Stopwatch.GetElapsedTime(start) < time; n++)
            Check(loaded[n % loaded.Length].Checker, loaded[n % loaded.Length].History);
    }

    public Judgement Of(JudgedCase judged)
    {
        var checker = CheckerOf.Case(judged);
        var history = judged.Load();
        Verdict verdict = null!;
        var firstMs = Time(() => verdict = Check(checker, history));
        var bytes = PeakMemory.Of(() => Check(checker, history));
        var ms = firstMs > LongMs ? firstMs : new Spread(Enumerable.Range(0, runs).Select(_ => PerRun(checker, history))).Median;
        return new Judgement(judged, history.Count(e => e.Type == EventType.Invoke), ms, bytes, verdict.Validity, CoreSizes(verdict))
        {
            Porcupine = judged.PorcupineMs is { } recorded ? new PorcupineResult(recorded, null, IsAtLeast: false) : null,
        };
    }

    public Verdict Check(IChecker checker, IReadOnlyList<HistoryEvent> history)
    {
        var watch = Stopwatch.StartNew();
        return checker.Check(history, new CheckLimits(maxBytes, () => watch.Elapsed > limit));
    }

    private double PerRun(IChecker checker, IReadOnlyList<HistoryEvent> history)
    {
        var (times, totalMs) = (0, 0.0);
        while (totalMs < LeastMs)
        {
            totalMs += Time(() => Check(checker, history));
            times++;
        }

        return totalMs / times;
    }

    private static double Time(Action act)
    {
        var start = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static int[] CoreSizes(Verdict verdict) =>
        [.. verdict.Parts.Where(part => part.Validity == Validity.Invalid).Select(part => part.Evidence.Count(e => e.Type == EventType.Invoke))];
}
