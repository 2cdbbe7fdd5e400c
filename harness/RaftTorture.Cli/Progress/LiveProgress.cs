using RaftTorture.Reporting.Markup;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RaftTorture.Cli.Progress;

/// <summary>A small picture of the run, redrawn four times a second, gone when the run ends.</summary>
public sealed class LiveProgress(IAnsiConsole console) : ProgressView(TimeSpan.FromMilliseconds(250))
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public override Task ShowUntilAsync(Task run, RunMeter meter) =>
        console.Live(Picture(meter.Read())).AutoClear(true).StartAsync(live => RepeatAsync(run, () =>
        {
            foreach (var notice in meter.TakeNotices())
                console.WriteLine(VisibleText.Of(notice));
            live.UpdateTarget(Picture(meter.Read()));
        }));

    public static IRenderable Picture(MeterReading reading)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (name, text) in Lines(reading))
            grid.AddRow(new Text(name, Dim), new Text(VisibleText.Of(text)));
        return grid;
    }

    private static IEnumerable<(string Name, string Text)> Lines(MeterReading reading) =>
    [
        ("phase", $"{PlainProgress.PhaseName(reading)}  {Clock(reading.Elapsed)}{(reading.Remaining is { } left ? $", {Clock(left)} of faults left" : "")}"),
        ("leader", reading.Leader is { } leader ? $"{leader.Node}, term {leader.Term}" : "none seen"),
        ("faults", reading.FaultsInForce.IsEmpty ? "none in force" : string.Join("; ", reading.FaultsInForce)),
        ("rate", $"{reading.OperationsPerSecond} operations a second"),
        ("latency", $"p50 {PlainProgress.Latency(reading.P50Ns)}, p99 {PlainProgress.Latency(reading.P99Ns)}"),
        ("so far", $"{reading.Ok:#,0} ok, {reading.Fail:#,0} fail, {reading.Info:#,0} info"),
    ];

    private static string Clock(TimeSpan time) => time.ToString(@"m\:ss");
}
