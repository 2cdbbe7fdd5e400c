using System.CommandLine;
using Spectre.Console;

namespace RaftTorture.Benchmarks.JudgeRules;

/// <summary><c>judge-rules</c>: what each rule of the judge's searches is worth.</summary>
internal static class JudgeRulesCommand
{
    public static Command Create()
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "Folders of histories with an index.json each; without it only generated ones.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var steps = new Option<long>("--steps") { Description = "Configurations that one search may look at.", DefaultValueFactory = _ => 20_000 };
        var command = new Command("judge-rules", "What each rule of the register searches is worth: each switched off in turn.") { folder, steps };
        command.SetAction(parsed => Run(parsed.GetValue(folder), parsed.GetValue(steps)));
        return command;
    }

    private static int Run(string? folder, long steps)
    {
        var ablation = new Ablation(Cases.All(folder), steps);
        var table = new Table().Title("each rule switched off in turn");
        foreach (var column in (string[])["search", "histories", "rules", "decided", "undecided", "wrong", "configurations", "seconds"])
            table.AddColumn(column);
        foreach (var row in ablation.Rows())
        {
            Console.Error.WriteLine(row);
            table.AddRow(
                row.Search, row.Group, row.Rules, $"{row.Decided:N0}", $"{row.Undecided:N0}",
                $"{row.Wrong:N0}", $"{row.Configurations:N0}", $"{row.Seconds:F2}");
        }

        AnsiConsole.Write(table);
        return 0;
    }
}
