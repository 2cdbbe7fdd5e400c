using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Sections;

namespace RaftTorture.Cli.Progress;

/// <summary>A line every five seconds, for logs.</summary>
public sealed class PlainProgress(TextWriter output) : ProgressView(TimeSpan.FromSeconds(5))
{
    public override async Task ShowUntilAsync(Task run, RunMeter meter)
    {
        await RepeatAsync(run, () => Show(meter));
        WriteNotices(meter);
    }

    public static string Line(MeterReading reading) => string.Join(
        ", ",
        [
            $"{reading.Elapsed.TotalSeconds:0} s {PhaseName(reading)}",
            $"{reading.OperationsPerSecond} ops/s",
            $"p50 {Latency(reading.P50Ns)} p99 {Latency(reading.P99Ns)}",
            $"{reading.Ok} ok {reading.Fail} fail {reading.Info} info",
            reading.Leader is { } leader ? $"{leader.Node} leads term {leader.Term}" : "no leader seen",
            reading.FaultsInForce.IsEmpty ? "no fault in force" : string.Join("; ", reading.FaultsInForce),
        ]);

    internal static string PhaseName(MeterReading reading) => reading.Phase is { } phase ? PhasesSection.Name(phase) : "starting";

    internal static string Latency(long? latencyNs) => latencyNs is { } known ? Duration.Of(known) : "–";

    private void Show(RunMeter meter)
    {
        WriteNotices(meter);
        output.WriteLine(Line(meter.Read()));
    }

    private void WriteNotices(RunMeter meter)
    {
        foreach (var notice in meter.TakeNotices())
            output.WriteLine(notice);
    }
}
