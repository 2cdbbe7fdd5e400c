using RaftTorture.Checking.Checkers;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>What is wanted of the judge, and whether it was had. A target whose cases were not measured, or not beside Porcupine, is left out.</summary>
internal sealed class JudgeTargets(IReadOnlyList<Judgement> all)
{
    private const double CountedMs = 1;
    private const int LargestCore = 10;

    public IEnumerable<Goal> Goals =>
    [
        new("right wherever the verdict is known", $"{all.Count(one => one.IsWrong)} wrong of {all.Count(one => one.Case.IsLinearizable is not null)}", !all.Any(one => one.IsWrong)),
        .. Recorded(),
        .. KeyValue(),
        .. BesidePorcupine(),
        .. Alone(),
        .. Cores(),
    ];

    private IEnumerable<Goal> Recorded()
    {
        Judgement[] known = [.. all.Where(one => one.Case.Group == CaseGroup.Recorded && one.Ratio is not null)];
        if (known is [])
            yield break;
        yield return Goal.AtLeast($"T1: sum of Porcupine over {known.Length} recorded files", 30, known.Sum(one => one.Porcupine!.Ms) / known.Sum(one => one.Ms), "times ours");
        yield return Goal.AtLeast("T1: geometric mean over the files", 6, Math.Exp(known.Average(one => Math.Log(one.Ratio!.Value))), "times");
        yield return Goal.AtMost("T2: slower by", 0.2, known.Max(one => one.Ms - one.Porcupine!.Ms), "ms in any file");
        Judgement[] counted = [.. known.Where(one => one.Porcupine!.Ms > CountedMs)];
        if (counted is [])
            yield break;
        yield return Goal.AtLeast($"T2: the least of {counted.Length} files of more than {CountedMs} ms", 5, counted.Min(one => one.Ratio!.Value), "times");
        yield return Goal.AtLeast("nothing over 1 ms slower than 1.2 times Porcupine: the least ratio", 1 / 1.2, counted.Min(one => one.Ratio!.Value), "times");
    }

    private IEnumerable<Goal> KeyValue()
    {
        Judgement[] known = [.. all.Where(one => one.Case.Group == CaseGroup.KeyValue && one.Case.Name.Contains("c50") && one.Ratio is not null)];
        if (known is not [])
            yield return Goal.AtLeast($"T3: kv c50, the least of {known.Length}", 50, known.Min(one => one.Ratio!.Value), "times");
    }

    private IEnumerable<Goal> BesidePorcupine()
    {
        foreach (var one in Of(JudgeCases.Long))
        {
            if (one.Ratio is not { } ratio)
                continue;
            yield return Goal.AtLeast($"T4: {one.Case.Name}", 50, ratio, "times");
            if (one is { Porcupine.Mb: { } mb, Bytes: { } bytes })
                yield return Goal.AtLeast($"T4: {one.Case.Name}, memory", 60, mb * 1e6 / Math.Max(1, bytes), "times less");
        }

        foreach (var (name, shapes, least) in new[] { ("unique", JudgeCases.Hot(0, 0), 10_000), ("5 values", JudgeCases.Hot(5, 0), 500), ("5 values, 1 % unknown", JudgeCases.Hot(5, 1), 100) })
        {
            Judgement[] known = [.. Of(shapes).Where(one => one.Ratio is not null)];
            if (known is not [])
                yield return Goal.AtLeast($"T5: {name}, the least of {known.Length} seeds", least, known.Min(one => one.Ratio!.Value), "times");
        }
    }

    private IEnumerable<Goal> Alone()
    {
        yield return Decided("T6: unique", JudgeCases.HotUnique, 200);
        yield return Decided("T6: 5 values", JudgeCases.HotFew, 2_000);
        yield return Decided("T7", JudgeCases.Million, 1_000);
        var million = Of([JudgeCases.Million]).Single();
        if (million.Bytes is { } bytes)
        {
            yield return Goal.AtMost("T7: memory", 400, bytes / 1e6, "MB");
            yield return Goal.AtMost("T9: memory", 300, (double)bytes / million.Operations, "bytes an operation");
        }

        foreach (var shape in JudgeCases.Stale)
            yield return Decided("T8", shape, 5);
    }

    private IEnumerable<Goal> Cores()
    {
        int[] sizes = [.. all.SelectMany(one => one.CoreSizes)];
        if (sizes is not [])
            yield return Goal.AtLeast($"T11: of {sizes.Length} invalid keys, with at most {LargestCore} operations in their core", 95, 100.0 * sizes.Count(size => size <= LargestCore) / sizes.Length, "%");
    }

    private Goal Decided(string target, Shape shape, double mostMs)
    {
        var one = Of([shape]).Single();
        return one.Validity == Validity.Unknown
            ? new Goal($"{target}: {shape.Name} decided", "unknown", IsMet: false)
            : Goal.AtMost($"{target}: {shape.Name}", mostMs, one.Ms, "ms");
    }

    private IEnumerable<Judgement> Of(IReadOnlyList<Shape> shapes) => all.Where(one => one.Case.Shape is { } shape && shapes.Contains(shape));
}
