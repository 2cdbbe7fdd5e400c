using System.CommandLine;
using RaftTorture.Benchmarks.Machine;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Judge;

/// <summary><c>judge</c>: what deciding costs, on generated histories and on recorded ones, beside Porcupine where that can be had.</summary>
internal static class JudgeCommand
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var histories = new Option<string?>("--histories") { Description = "A folder of recorded histories, with an index.json in it or in folders below." };
        var porcupine = new Option<string?>("--porcupine") { Description = "A checkout of Porcupine, which is then run on the same histories, with Go." };
        var porcupineLimit = new Option<double>("--porcupine-limit") { Description = "Seconds that Porcupine may take for one history.", DefaultValueFactory = _ => 20 };
        var runs = new Option<int>("--runs") { Description = "How often each history is judged.", DefaultValueFactory = _ => 5 };
        var limit = new Option<double>("--limit") { Description = "Seconds that one check may take.", DefaultValueFactory = _ => 40 };
        var only = new Option<string?>("--only") { Description = "Only histories with this in their names; no targets then." };
        var onlyLimits = new Option<bool>("--only-limits") { Description = "Only whether deadlines and the memory cap hold." };
        var command = new Command("judge", "What judging histories costs, beside Porcupine if there is a checkout.")
        {
            histories, porcupine, porcupineLimit, runs, limit, only, onlyLimits,
        };
        command.SetAction(async parsed =>
        {
            OneCore.Take();
            LoadAverage.Print("judge");
            if (parsed.GetValue(onlyLimits))
                return Goal.Judge([.. LimitsTrial.Goals()]);
            var cases = Cases(parsed.GetValue(histories), parsed.GetValue(only));
            var judging = new Judging(Math.Max(1, parsed.GetValue(runs)), TimeSpan.FromSeconds(parsed.GetValue(limit)), maxBytes: 6L << 30);
            judging.WarmUp(WarmUp);
            using var work = new WorkDirectory(null);
            var rival = parsed.GetValue(porcupine) is { } checkout ? await PorcupineDriver.BuildAsync(checkout, work, parsed.GetValue(porcupineLimit)) : null;
            return Report(await JudgeAsync(cases, judging, rival), parsed.GetValue(only) is null);
        });
        return command;
    }

    private static JudgedCase[] Cases(string? folder, string? only) =>
        [.. new[] { folder is null ? [] : RecordedHistories.In(folder), JudgeCases.All }
            .SelectMany(cases => cases)
            .Where(one => only is null || one.Name.Contains(only, StringComparison.Ordinal))];

    private static async Task<List<Judgement>> JudgeAsync(JudgedCase[] cases, Judging judging, PorcupineDriver? rival)
    {
        var judgements = new List<Judgement>();
        foreach (var one in cases)
        {
            var judgement = judging.Of(one);
            judgements.Add(rival is null ? judgement : judgement with { Porcupine = await rival.RunAsync(one) });
        }

        return judgements;
    }

    private static int Report(List<Judgement> judgements, bool isWhole)
    {
        AnsiConsole.Write(JudgeTable.Of(judgements));
        AnsiConsole.MarkupLineInterpolated($"{JudgeTable.Summary(judgements)}");
        return isWhole ? Goal.Judge([.. new JudgeTargets(judgements).Goals, .. LimitsTrial.Goals()]) : 0;
    }
}
