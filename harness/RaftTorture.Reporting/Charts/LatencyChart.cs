using System.Text;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Charts;

/// <summary>Every completed operation as a point, its latency on a logarithmic scale, with quantile lines of the ok ones.</summary>
public static class LatencyChart
{
    private static readonly Outcome[] Drawn = [Outcome.Ok, Outcome.Fail, Outcome.Info];

    private static readonly (double Quantile, string CssClass)[] Lines = [(0.5, "p50"), (0.99, "p99")];

    public static Html Render(RunDigest digest, TimeAxis time)
    {
        var latencies = digest.Spans.Select(span => span.LatencyNs).OfType<long>().DefaultIfEmpty(1);
        var scale = new LogScale(latencies.Min(), latencies.Max());
        var series = Html.Of(
            $"{Drawn.Select(outcome => Cloud(outcome, digest, time, scale))}{Lines.Select(line => QuantileLine(line, digest, time, scale))}");
        return Plot.Render(Label(digest), time, scale, FaultBands.Render(digest, time), series);
    }

    /// <summary>Latency quantiles of the ok operations in words; says so where there are none.</summary>
    public static string Label(RunDigest digest)
    {
        var ok = OkLatencies(digest.Spans);
        return ok.IsEmpty
            ? "No operation was ok."
            : $"Latency of ok operations: p50 {Duration.Of(ok.At(0.5))}, p95 {Duration.Of(ok.At(0.95))}, p99 {Duration.Of(ok.At(0.99))}, max {Duration.Of(ok.At(1))}.";
    }

    /// <summary>Points as strokes of no length: the cap makes the dot, and an outcome is one path however many points it has.</summary>
    private static Html Cloud(Outcome outcome, RunDigest digest, TimeAxis time, IScale scale)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in digest.Spans.Where(span => span.Outcome == outcome).Select(span => Cell(span, time, scale)).Distinct())
            path.Append('M').Append(x).Append(' ').Append(y).Append("h0");
        return Html.Of($"""<path class="cloud {outcome.ToString().ToLowerInvariant()}" d="{path.ToString()}"/>""");
    }

    /// <summary>Snapped to a grid finer than a dot, so that points which nobody could tell apart are drawn once.</summary>
    private static (int X, int Y) Cell(OperationSpan span, TimeAxis time, IScale scale)
    {
        const int columnWidth = 8;
        const int rowHeight = 6;
        return (time.X(span.Completion!.TimeNs) / columnWidth * columnWidth, Plot.Y(scale, span.LatencyNs!.Value) / rowHeight * rowHeight);
    }

    private static Html QuantileLine((double Quantile, string CssClass) line, RunDigest digest, TimeAxis time, IScale scale)
    {
        var buckets = TimeBuckets.Over(digest.EndNs);
        var points = buckets.ByCompletion(digest.Spans)
            .Select(bucket => (MiddleNs: buckets.MiddleNs(bucket.Key), Ok: OkLatencies(bucket)))
            .Where(bucket => !bucket.Ok.IsEmpty)
            .OrderBy(bucket => bucket.MiddleNs)
            .Select(bucket => (time.X(bucket.MiddleNs), Plot.Y(scale, bucket.Ok.At(line.Quantile))));
        return Polyline.Render(line.CssClass, points);
    }

    private static Quantiles OkLatencies(IEnumerable<OperationSpan> spans) =>
        new(spans.Where(span => span.Outcome == Outcome.Ok).Select(span => span.LatencyNs!.Value));
}
