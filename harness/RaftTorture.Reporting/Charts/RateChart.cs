using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Charts;

/// <summary>Operations that ended each second, one line an outcome.</summary>
public static class RateChart
{
    private static readonly Outcome[] Drawn = [Outcome.Info, Outcome.Fail, Outcome.Ok];

    public static Html Render(RunDigest digest, TimeAxis time)
    {
        var buckets = TimeBuckets.Over(digest.EndNs);
        var rates = Drawn.ToDictionary(outcome => outcome, outcome => RatesHz(digest, buckets, outcome));
        var scale = new LinearScale(rates.Values.Max(rate => rate.Max()));
        var series = Drawn.Select(outcome => Polyline.Render(outcome.ToString().ToLowerInvariant(), Points(rates[outcome], buckets, time, scale)));
        return Plot.Render(Label(rates), time, scale, FaultBands.Render(digest, time), Html.Concat(series));
    }

    private static double[] RatesHz(RunDigest digest, TimeBuckets buckets, Outcome outcome)
    {
        var ended = buckets.ByCompletion(digest.Spans.Where(span => span.Outcome == outcome));
        return [.. Enumerable.Range(0, buckets.Count).Select(bucket => ended[bucket].Count() / buckets.WidthSeconds)];
    }

    private static IEnumerable<(int, int)> Points(double[] ratesHz, TimeBuckets buckets, TimeAxis time, IScale scale) =>
        ratesHz.Select((rate, bucket) => (time.X(buckets.MiddleNs(bucket)), Plot.Y(scale, rate)));

    private static string Label(Dictionary<Outcome, double[]> rates) =>
        $"Rate over time. At most {rates[Outcome.Ok].Max():0} ok, {rates[Outcome.Fail].Max():0} fail and {rates[Outcome.Info].Max():0} info a second.";
}
