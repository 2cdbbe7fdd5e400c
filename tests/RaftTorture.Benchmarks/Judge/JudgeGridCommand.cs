using System.CommandLine;
using System.Diagnostics;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Checking.Checkers;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Judge;

/// <summary><c>judge-grid</c>: how many of 288 histories are decided at all (T10): six kinds, one to a hundred keys, five to fifty clients, a thousand to a million operations.</summary>
internal static class JudgeGridCommand
{
    private const int LeastDecided = 280;

    private static readonly int[] Keys = [1, 10, 100];
    private static readonly int[] Clients = [5, 10, 20, 50];
    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>A cas that missed does not say what it saw: as the clients of the field's benchmarks record it.</summary>
    private static readonly (string Name, int Values, int UnknownPercent, bool IsStale)[] Kinds =
    [
        ("U0", 0, 0, false), ("S0", 5, 0, false), ("U1", 0, 1, false), ("S1", 5, 1, false), ("U0 stale", 0, 0, true), ("U1 stale", 0, 1, true),
    ];

    public static Command Create()
    {
        var limit = new Option<double>("--limit") { Description = "Seconds that one check may take.", DefaultValueFactory = _ => 40 };
        var memory = new Option<double>("--memory-gb") { Description = "Memory that the tables of one check may take.", DefaultValueFactory = _ => 6 };
        var most = new Option<int>("--most-operations") { Description = "Leave larger histories out; no target then.", DefaultValueFactory = _ => Sizes[^1] };
        var command = new Command("judge-grid", "How many of 288 generated histories are decided within a limit.") { limit, memory, most };
        command.SetAction(parsed => Run(TimeSpan.FromSeconds(parsed.GetValue(limit)), (long)(parsed.GetValue(memory) * 1e9), parsed.GetValue(most)));
        return command;
    }

    private sealed record Cell(string Kind, Shape Shape, Validity Validity, double Ms)
    {
        public bool IsWrong => Validity != Validity.Unknown && Shape.IsLinearizable is { } known && known != (Validity == Validity.Valid);
    }

    private static int Run(TimeSpan limit, long bytes, int most)
    {
        OneCore.Take();
        LoadAverage.Print("judge-grid");
        var judging = new Judging(1, limit, bytes);
        judging.WarmUp(TimeSpan.FromSeconds(5));
        Cell[] cells = [.. Shapes().Where(cell => cell.Shape.Operations <= most).Select(cell => Judge(judging, cell.Kind, cell.Shape))];
        AnsiConsole.Write(Table(cells));
        var decided = cells.Count(cell => cell.Validity != Validity.Unknown);
        AnsiConsole.MarkupLineInterpolated($"{decided} of {cells.Length} decided, {cells.Count(cell => cell.IsWrong)} wrong");
        foreach (var cell in cells.Where(cell => cell.IsWrong || cell.Validity == Validity.Unknown))
            AnsiConsole.MarkupLineInterpolated($"  {(cell.IsWrong ? "WRONG" : "undecided")} {cell.Shape.Name}, {cell.Ms:N0} ms");
        Goal right = new("T10: none wrong", $"{cells.Count(cell => cell.IsWrong)}", !cells.Any(cell => cell.IsWrong));
        return most < Sizes[^1] ? Goal.Judge(right) : Goal.Judge(right, Goal.AtLeast("T10: decided", LeastDecided, decided, $"of {cells.Length}"));
    }

    private static IEnumerable<(string Kind, Shape Shape)> Shapes() =>
        from kind in Kinds
        from keys in Keys
        from clients in Clients
        from size in Sizes
        select (kind.Name, new Shape(size, clients, kind.Values, kind.UnknownPercent) { Keys = keys, IsStale = kind.IsStale, IsBlind = true });

    private static Cell Judge(Judging judging, string kind, Shape shape)
    {
        var history = shape.Generate();
        var start = Stopwatch.GetTimestamp();
        var validity = judging.Check(new LinearizabilityChecker(), history).Validity;
        return new Cell(kind, shape, validity, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static Table Table(IReadOnlyList<Cell> cells)
    {
        var table = new Table().Title("decided, and the median time of those, in ms");
        table.AddColumn("kind");
        foreach (var keys in Keys)
            table.AddColumn($"{keys} key(s)");
        foreach (var (kind, _, _, _) in Kinds)
            table.AddRow([kind, .. Keys.Select(keys => Summary([.. cells.Where(cell => cell.Kind == kind && cell.Shape.Keys == keys)]))]);
        return table;
    }

    private static string Summary(Cell[] cells)
    {
        Cell[] decided = [.. cells.Where(cell => cell.Validity != Validity.Unknown)];
        return decided is [] ? $"0 of {cells.Length}" : $"{decided.Length} of {cells.Length}, {new Spread(decided.Select(cell => cell.Ms)).Median:N1}";
    }
}
