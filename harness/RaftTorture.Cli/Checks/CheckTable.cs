using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Violations;

namespace RaftTorture.Cli.Checks;

/// <summary>Many files at once: a row each, under which options they were judged, and a total.</summary>
internal static class CheckTable
{
    private static readonly string[] Heads = ["file", "format", "operations", "keys", "verdict", "expected", "ms", "class", "core", "why"];
    private static readonly string[] Numbers = ["operations", "keys", "ms", "core"];

    /// <param name="output">Where to: plain text, a line a row, however long, so that it can be searched and cut.</param>
    /// <param name="files">At least one.</param>
    public static void Write(TextWriter output, IReadOnlyList<CheckedFile> files)
    {
        string[][] rows = [Heads, .. files.Select(Cells)];
        int[] columns = [.. Enumerable.Range(0, Heads.Length).Where(column => rows.Skip(1).Any(row => row[column].Length > 0))];
        var widths = columns.ToDictionary(column => column, column => rows.Max(row => row[column].Length));
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", columns.Select(column => Pad(row[column], widths[column], Heads[column]))).TrimEnd());
        output.WriteLine();
        foreach (var line in Options(files).Append(Total(files)))
            output.WriteLine(line);
    }

    /// <summary>The total of a batch in one line.</summary>
    public static string Total(IReadOnlyList<CheckedFile> files)
    {
        var judging = files.Sum(file => file.Judging.TotalMilliseconds);
        return $"{files.Count} files, {files.Sum(file => (long)file.Operations):N0} operations in {judging:N0} ms: "
            + $"{Count(Validity.Valid)} valid, {Count(Validity.Invalid)} invalid, {Count(Validity.Unknown)} unknown, {Count(null)} bad"
            + (files.Any(file => file.Target.Expected is not null) ? TotalExpected(files) : "");

        int Count(Validity? validity) => files.Count(file => file.Verdict?.Validity == validity);
    }

    private static string TotalExpected(IReadOnlyList<CheckedFile> files)
    {
        var (right, wrong) = (files.Count(file => file.IsRight), files.Count(file => file.IsWrong));
        return $"; {right} right, {wrong} WRONG, {files.Count(file => file.Target.Expected is not null) - right - wrong} undecided";
    }

    /// <summary>What was in force, said once for all files that share it.</summary>
    public static IEnumerable<string> Options(IReadOnlyList<CheckedFile> files) =>
        from file in files
        where file.Meaning is not null
        group file by $"{file.Model!.Words}; {file.Meaning!.Words}" into same
        select $"{same.Count()} files: {VisibleText.Of(same.Key)}";

    private static string Pad(string cell, int width, string head) => Numbers.Contains(head) ? cell.PadLeft(width) : cell.PadRight(width);

    /// <summary>Of several violations the one whose sentence stands in the same row.</summary>
    private static Violation? ViolationOf(CheckedFile file) => file.Verdict?.Violations().FirstOrDefault();

    private static string[] Cells(CheckedFile file) =>
    [
        .. ((string[])
        [
            file.Target.Name,
            file.FormatWords,
            file.Format is null ? "" : $"{file.Operations:N0}",
            file.Format is null ? "" : $"{file.Keys:N0}",
            file.Verdict is { } verdict ? $"{VerdictWords.Symbol(verdict.Validity)} {VerdictWords.Word(verdict.Validity)}" : "✗ bad file",
            Expected(file),
            file.Verdict is null ? "" : $"{file.Judging.TotalMilliseconds:N1}",
            ViolationOf(file) is { } violation ? ViolationWords.Name(violation.Class) : "",
            ViolationOf(file) is { } broken ? $"{broken.CoreCount:N0}" : "",
            file.Problem ?? (file.Verdict!.Validity == Validity.Valid ? "" : file.Verdict.Summary),
        ]).Select(cell => VisibleText.Of(cell)),
    ];

    private static string Expected(CheckedFile file) => file.Target.Expected is not { } expected ? ""
        : file.IsRight ? "right"
        : $"{(file.IsWrong ? "WRONG, it is" : "undecided, it is")} {VerdictWords.Word(expected.Validity)}";
}
