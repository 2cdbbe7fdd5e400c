using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>Lengths of time as sentences say them.</summary>
internal static class Milliseconds
{
    private const double NanosecondsPerMillisecond = 1e6;

    public static double Between(HistoryEvent earlier, HistoryEvent later) => (later.TimeNs - earlier.TimeNs) / NanosecondsPerMillisecond;

    /// <summary>As exact as a reader can use: one decimal below ten, none above. The exact times stand in the evidence.</summary>
    public static string Figures(double milliseconds) => milliseconds < 10 ? $"{milliseconds:0.0} ms" : $"{milliseconds:0} ms";
}
