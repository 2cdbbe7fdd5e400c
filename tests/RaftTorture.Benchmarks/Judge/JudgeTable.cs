using RaftTorture.Checking.Checkers;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>What each case cost, and what all of them did.</summary>
internal static class JudgeTable
{
    public static Table Of(IReadOnlyList<Judgement> judgements)
    {
        var table = new Table().Title("the judge, one core, median of the runs, explanations and proofs included");
        table.AddColumn("history").AddColumn("operations").AddColumn("verdict").AddColumn("ms").AddColumn("MB").AddColumn("Porcupine ms").AddColumn("times");
        foreach (var one in judgements)
            table.AddRow(one.Case.Name, $"{one.Operations:N0}", Verdict(one), Figure(one.Ms), one.Bytes is { } bytes ? $"{bytes / 1e6:N1}" : "", Porcupine(one), Times(one));
        return table;
    }

    /// <summary>Sums, geometric mean and median of those that Porcupine's time is known of.</summary>
    public static string Summary(IReadOnlyList<Judgement> judgements)
    {
        Judgement[] known = [.. judgements.Where(one => one.Ratio is not null)];
        if (known is [])
            return "Porcupine's time is known of none of them";
        var (theirs, ours) = (known.Sum(one => one.Porcupine!.Ms), known.Sum(one => one.Ms));
        var geometric = Math.Exp(known.Average(one => Math.Log(one.Ratio!.Value)));
        return $"{known.Length} beside Porcupine: sum {theirs:N1} ms against {ours:N1} ms ({theirs / ours:N1} times), geometric mean {geometric:N1} times, median {new Spread(known.Select(one => one.Ratio!.Value)).Median:N1} times";
    }

    private static string Verdict(Judgement one) => one.IsWrong ? $"{one.Validity} WRONG" : one.Validity == Validity.Unknown ? "unknown" : $"{one.Validity}".ToLowerInvariant();

    private static string Porcupine(Judgement one) => one.Porcupine is { } known ? $"{(known.IsAtLeast ? "> " : "")}{Figure(known.Ms)}" : "";

    private static string Times(Judgement one) => one.Ratio is { } ratio ? $"{(one.Porcupine!.IsAtLeast ? "> " : "")}{ratio:N1}" : "";

    private static string Figure(double ms) => ms < 10 ? $"{ms:N3}" : $"{ms:N1}";
}
