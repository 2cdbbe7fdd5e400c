using RaftTorture.Checking.Checkers;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Scenarios.Plans;
using Spectre.Console;

namespace RaftTorture.Reporting.Terminal;

/// <summary>The end of a run on the terminal: the verdict, what led to it, where the files are, how to have it again.</summary>
public static class ConsoleSummary
{
    /// <param name="console">Where to; colours are left out where it has none.</param>
    /// <param name="record">The run.</param>
    /// <param name="runDirectory">The directory that holds its files.</param>
    public static void Write(IAnsiConsole console, RunRecord record, string runDirectory)
    {
        var digest = RunDigest.Of(record);
        console.WriteLine();
        console.Write(VerdictLine(record.Verdict));
        console.WriteLine();
        console.Write(CheckerTable(record.Verdict));
        console.Write(OutcomeTable(digest));
        console.Write(Facts(digest, runDirectory));
        console.WriteLine();
        console.Write(new Text(VerdictWords.LastLine(record.Verdict.Validity), StyleOf(record.Verdict.Validity)));
        console.WriteLine();
    }

    private static Paragraph VerdictLine(Verdict verdict) => new Paragraph()
        .Append($"{VerdictWords.Symbol(verdict.Validity)} {VerdictWords.Word(verdict.Validity)}", StyleOf(verdict.Validity))
        .Append($"  {VisibleText.Of(verdict.Summary)}\n");

    private static Table CheckerTable(Verdict verdict)
    {
        var table = Plain("checker", "verdict", "why");
        foreach (var part in verdict.Parts.Count == 0 ? [verdict] : verdict.Parts)
        {
            var word = $"{VerdictWords.Symbol(part.Validity)} {VerdictWords.Word(part.Validity)}";
            table.AddRow(Words(part.Checker), new Text(word, StyleOf(part.Validity)), Words(part.Summary));
        }

        return table;
    }

    private static Table OutcomeTable(RunDigest digest)
    {
        var table = Plain("operation", "ok", "fail", "info");
        for (var column = 1; column < table.Columns.Count; column++)
            table.Columns[column].RightAligned();
        foreach (var count in digest.Counts.Append(digest.Total))
            table.AddRow(Words(count.F), Words($"{count.Ok:#,0}"), Words($"{count.Fail:#,0}"), Words($"{count.Info:#,0}"));
        return table;
    }

    private static Grid Facts(RunDigest digest, string runDirectory)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (name, text) in FactLines(digest, runDirectory))
            grid.AddRow(new Text(name, Dim), Words(text));
        return grid;
    }

    private static IEnumerable<(string Name, string Text)> FactLines(RunDigest digest, string runDirectory) =>
    [
        ("leader", $"{digest.LeaderChanges} changes"),
        ("faults", FaultLine(digest)),
        ("history", Path.Combine(runDirectory, "history.jsonl")),
        ("report", Path.Combine(runDirectory, "report.html")),
        ("repeat", RepeatCommand.For(digest.Record)),
    ];

    private static string FaultLine(RunDigest digest)
    {
        var unseen = digest.Record.Receipts.Length - digest.ConfirmedReceiptCount;
        return unseen == 0
            ? $"{digest.FaultCount}, each with a receipt that saw it and its heal"
            : $"{digest.FaultCount}, {unseen} of {digest.Record.Receipts.Length} receipts unconfirmed";
    }

    private static Table Plain(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, Dim)));
        return table;
    }

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private static Text Words(string text) => new(VisibleText.Of(text));

    private static Style StyleOf(Validity validity) => new(
        validity switch
        {
            Validity.Valid => Color.Green,
            Validity.Invalid => Color.Red,
            _ => Color.Yellow,
        },
        decoration: Decoration.Bold);
}
