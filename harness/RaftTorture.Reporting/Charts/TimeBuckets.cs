using RaftTorture.Reporting.Digests;

namespace RaftTorture.Reporting.Charts;

/// <summary>The run cut into equal stretches, about a hundred of them and a second or more each.</summary>
/// <param name="WidthNs">Length of a stretch, nanoseconds.</param>
/// <param name="Count">How many there are.</param>
public sealed record TimeBuckets(long WidthNs, int Count)
{
    private const double NsPerSecond = 1e9;

    public double WidthSeconds => WidthNs / NsPerSecond;

    public static TimeBuckets Over(long endNs)
    {
        var widthNs = (long)(RoundStep.AtLeast(Math.Max(1, endNs / NsPerSecond / 100)) * NsPerSecond);
        return new TimeBuckets(widthNs, (int)(endNs / widthNs) + 1);
    }

    public int IndexOf(long timeNs) => (int)Math.Clamp(timeNs / WidthNs, 0, Count - 1);

    public long MiddleNs(int bucket) => (bucket * WidthNs) + (WidthNs / 2);

    /// <summary>Completed operations by the bucket in which they ended.</summary>
    public ILookup<int, OperationSpan> ByCompletion(IEnumerable<OperationSpan> spans) =>
        spans.Where(span => span.Completion is not null).ToLookup(span => IndexOf(span.Completion!.TimeNs));
}
