using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Violations;
using Spectre.Console;

namespace RaftTorture.Reporting.Terminal;

/// <summary>Why a verdict is invalid, on the terminal: the class and the sentence, the core as a table, the figures.</summary>
internal static class ViolationSummary
{
    /// <summary>So many are shown; the rest is counted.</summary>
    private const int MostShown = 3;

    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Wrong = new(Color.Red, decoration: Decoration.Bold);
    private static readonly Style Firm = new(decoration: Decoration.Bold);

    /// <summary>All violations of a verdict and its parts, the first few whole.</summary>
    public static void Write(IAnsiConsole console, Verdict verdict)
    {
        var violations = verdict.Violations().ToArray();
        foreach (var violation in violations.Take(MostShown))
            Write(console, violation);
        if (violations.Length > MostShown)
            console.Write(new Text($"  and {violations.Length - MostShown} more, in results.json and in the report\n", Dim));
    }

    private static void Write(IAnsiConsole console, Violation violation)
    {
        console.Write(new Paragraph()
            .Append($"{ViolationWords.Name(violation.Class)}", Wrong)
            .Append($"  {VisibleText.Of(violation.Sentence)}\n"));
        console.Write(Core(violation));
        foreach (var forced in ViolationFacts.Forced(violation))
            console.Write(new Text($"  {VisibleText.Of(forced)}\n"));
        foreach (var (name, value) in ViolationFacts.Of(violation))
            console.Write(new Paragraph().Append($"  {name,-17}", Dim).Append($"{value}\n"));
        console.WriteLine();
    }

    private static Table Core(Violation violation)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in new[] { "operation", "process", "began", "ended", "" })
            table.AddColumn(new TableColumn(new Text(column, Dim)));
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        foreach (var row in CoreRow.Of(violation))
        {
            var style = row.Part switch { Part.Impossible => Wrong, Part.Forcing => Firm, Part.Named => Dim, _ => Style.Plain };
            table.AddRow(
                new Text(VisibleText.Of(row.Operation, OperationWords.MostCharacters), style),
                new Text(row.Invocation.Process.ToString()),
                new Text(ViolationFacts.Relative(row.BeganNs)),
                new Text(row.EndedNs is { } endedNs ? ViolationFacts.Relative(endedNs) : "open"),
                new Text(row.Role, style));
        }

        return table;
    }
}
