using RaftTorture.Checking.Checkers;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Scenarios.Plans;
using Spectre.Console;

namespace RaftTorture.Reporting.Terminal;

/// <summary>The end of a run on the terminal: the verdict, what led to it, where the files are, how to have it again.</summary>
public static class ConsoleSummary
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <param name="console">Where to; colours are left out where it has none.</param>
    /// <param name="record">The run.</param>
    /// <param name="runDirectory">The directory that holds its files.</param>
    /// <param name="hasReport">Whether the report is among them.</param>
    public static void Write(IAnsiConsole console, RunRecord record, string runDirectory, bool hasReport = true)
    {
        var digest = RunDigest.Of(record);
        WriteCheckers(console, record.Verdict);
        console.Write(OutcomeTable(digest));
        foreach (var (name, text) in Facts(digest, runDirectory, hasReport))
            WriteFact(console, name, text);
        WriteLastLine(console, record.Verdict.Validity);
    }

    /// <summary>The same for a history without a run: only what the checkers say.</summary>
    public static void WriteVerdict(IAnsiConsole console, Verdict verdict)
    {
        WriteCheckers(console, verdict);
        WriteLastLine(console, verdict.Validity);
    }

    private static void WriteCheckers(IAnsiConsole console, Verdict verdict)
    {
        console.WriteLine();
        console.Write(VerdictLine(verdict));
        console.Write(CheckerTable(verdict));
        ViolationSummary.Write(console, verdict);
    }

    private static void WriteLastLine(IAnsiConsole console, Validity validity)
    {
        console.WriteLine();
        console.Write(new Text(VerdictWords.LastLine(validity), StyleOf(validity)));
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

    private static IEnumerable<(string Name, string Text)> Facts(RunDigest digest, string runDirectory, bool hasReport) =>
    [
        ("leader", digest.LeaderChanges == 1 ? "1 change" : $"{digest.LeaderChanges} changes"),
        ("faults", FaultLine(digest)),
        ("history", Path.Combine(runDirectory, "history.jsonl")),
        .. hasReport ? [("report", Path.Combine(runDirectory, "report.html"))] : Array.Empty<(string, string)>(),
        ("repeat", RepeatCommand.For(digest.Record)),
    ];

    /// <summary>Paths and commands are there to be copied, so the text goes past the renderer, which would break it at the terminal's edge.</summary>
    private static void WriteFact(IAnsiConsole console, string name, string text)
    {
        console.Write(new Text($"  {name,-9}", Dim));
        console.Profile.Out.Writer.WriteLine(VisibleText.Of(text));
    }

    private static string FaultLine(RunDigest digest)
    {
        var receipts = digest.Record.Receipts.Length;
        var unseen = receipts - digest.ConfirmedReceiptCount;
        return (digest.FaultCount, unseen) switch
        {
            (0, _) => "none",
            (_, 0) => $"{digest.FaultCount}, all {receipts} receipts confirmed",
            _ => $"{digest.FaultCount}, {unseen} of {receipts} receipts unconfirmed",
        };
    }

    private static Table Plain(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, Dim)));
        return table;
    }

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
